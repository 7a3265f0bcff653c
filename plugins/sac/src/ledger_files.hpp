// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// The files (LedgerShadow) that follow this database, as the database knows them. Functions take
/// their caller's transaction.
class LedgerFiles {
 public:
  explicit LedgerFiles(std::string practice) : practice_(std::move(practice)) {}

  struct Standing {
    bool known = false;     ///< this file follows the database
    bool others = false;    ///< some file does
    bool in_use = false;    ///< something was numbered or sent from this database
  };
  Standing standing(pqxx::transaction_base& tx, const std::string& id) const;
  void note(pqxx::transaction_base& tx, const std::string& id, const std::string& now) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
