// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/moment.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::accounts {

/// What a wrong password leads to: nothing for the first four, then a growing lock (5th: 1 minute,
/// 6th: 2, 7th: 4 …), and from the 10th one until somebody unlocks the account. Keeps guessing
/// below 100 an hour and account (ASVS 4.0.3, 2.2.1).
std::optional<Instant> lock_after(int failures, Instant now);

/// Counts failed sign-ins, of accounts and of names that are none, and locks. Functions take their
/// caller's transaction.
class SignInGuard {
 public:
  explicit SignInGuard(std::string practice) : practice_(std::move(practice)) {}

  /// Counts one and gives the lock it led to.
  std::optional<Instant> fail_account(pqxx::transaction_base& tx, const std::string& id,
                                      Instant now) const;
  std::optional<Instant> fail_stranger(pqxx::transaction_base& tx, const std::string& name,
                                       Instant now) const;
  std::optional<Instant> stranger_locked(pqxx::transaction_base& tx, const std::string& name) const;

  /// Forgets the failures of an account that signed in. False when it was locked meanwhile: of many
  /// guesses sent at once, the right one must not come through after the fifth wrong one.
  bool succeed(pqxx::transaction_base& tx, const std::string& id, Instant now) const;
  void unlock(pqxx::transaction_base& tx, const std::string& id) const;

 private:
  std::string practice_;
};

}  // namespace curante::accounts
