// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "chart.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::chart {

/// The ASL of many patients at once. Only those count who did not leave the list. Functions take
/// their caller's transaction.
class AslStore {
 public:
  explicit AslStore(std::string practice) : practice_(std::move(practice)) {}

  AslCountList codes(pqxx::transaction_base& tx) const;

  /// What was done, and to whom by this very call.
  struct Done {
    AslReplacement replacement;
    std::vector<Id> patients;
  };
  /// `it`: id, codes, when and who. Throws Error{"replacement-differs"}.
  Done replace(pqxx::transaction_base& tx, AslReplacement it,
               const std::vector<Id>& patients) const;
  /// Throws Error{"replacement-unknown"}.
  Done undo(pqxx::transaction_base& tx, const Id& id, Instant at) const;
  AslReplacementList replacements(pqxx::transaction_base& tx) const;

 private:
  /// What was done under the id of `asked` before. Throws Error{"replacement-differs"} when that
  /// is something else.
  AslReplacement done_before(pqxx::transaction_base& tx, const AslReplacement& asked,
                             const std::vector<Id>& patients) const;
  std::optional<AslReplacement> find(pqxx::transaction_base& tx, const Id& id) const;

  std::string practice_;
};

}  // namespace curante::chart
