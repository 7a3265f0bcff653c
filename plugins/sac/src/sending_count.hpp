// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// How many white recipes ever began to leave: their numbers are the service's, so that no lot
/// tells that the database came back from a copy. This count does, beside LedgerShadow's. Functions
/// take the transaction in which their caller writes that a recipe leaves.
class SendingCount {
 public:
  /// Under this name it stands in LedgerShadow; no lot is called so.
  static constexpr const char* shadow_name = "white";

  explicit SendingCount(std::string practice) : practice_(std::move(practice)) {}

  int64_t so_far(pqxx::transaction_base& tx) const;
  /// Counts one more. Those of one practice take turns until the transaction's end.
  int64_t add(pqxx::transaction_base& tx) const;
  /// It has come at least so far.
  void raise(pqxx::transaction_base& tx, int64_t count) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
