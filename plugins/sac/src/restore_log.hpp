// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/error.hpp"
#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// That a number, or a count, is behind what the file outside the database says.
Error ledger_restored();

/// When the database was found to have come back from a copy. Functions take their caller's
/// transaction.
class RestoreLog {
 public:
  explicit RestoreLog(std::string practice) : practice_(std::move(practice)) {}

  void note(pqxx::transaction_base& tx, Instant found, const std::string& local) const;

  struct Since {
    std::string restored;          ///< local time of the newest restore; empty: there was none
    /// When a number was last taken or a white recipe sent, by a clock that nobody declared wrong.
    std::optional<Instant> taken;
  };
  Since since(pqxx::transaction_base& tx) const;
  std::optional<Instant> newest(pqxx::transaction_base& tx) const;

  /// A restore that the other rooms were not told of yet.
  std::optional<Instant> untold(pqxx::transaction_base& tx) const;
  void told(pqxx::transaction_base& tx, Instant found) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
