// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "curante/postgres/pool.hpp"

namespace curante::sac {

/// How many requests ever began to leave for which no number was taken: of white recipes, whose
/// numbers are the service's, and of recipes that leave under the number they have already. No lot
/// tells of them that the database came back from a copy; this count does, in LedgerShadow too.
/// Functions take the transaction in which their caller writes that a recipe leaves.
class SendingCount {
 public:
  /// Under this name it stands in LedgerShadow; no lot is called so.
  static constexpr const char* shadow_name = "sendings";

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
