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
  /// What told that the database may not know all that was sent from it. A refused number makes
  /// this channel look before it sends; the other rooms follow a copy alone.
  enum class Cause { copy, number_refused };

  explicit RestoreLog(std::string practice) : practice_(std::move(practice)) {}

  /// What several threads or hosts find within a few minutes is noted once.
  void note(pqxx::transaction_base& tx, Cause cause, Instant found, const std::string& local) const;

  struct Since {
    std::string restored;  ///< local time of the newest note of any cause; empty: none
    /// When a number was last taken, or a white recipe or a file of red ones sent, by a clock that
    /// nobody declared wrong; by the database's, where that shows a little less.
    std::optional<Instant> taken;
    Instant server_now;  ///< by the database's clock, which is one for all hosts
    /// Whether the clock of some host was declared right while the database's was apart from it.
    bool declared = false;
  };
  Since since(pqxx::transaction_base& tx) const;
  /// The newest note of any cause; and of a copy.
  std::optional<Instant> newest(pqxx::transaction_base& tx) const;
  std::optional<Instant> newest_copy(pqxx::transaction_base& tx) const;

  /// The newest refused number of which no person has said what it means.
  std::optional<Instant> unsettled(pqxx::transaction_base& tx) const;
  /// Somebody has, of those until `seen`. False when there was none.
  bool settle(pqxx::transaction_base& tx, Instant seen) const;

  /// A copy that the other rooms were not told of yet.
  std::optional<Instant> untold(pqxx::transaction_base& tx) const;
  void told(pqxx::transaction_base& tx, Instant found) const;

 private:
  std::string practice_;
};

}  // namespace curante::sac
