// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "account_store.hpp"

namespace curante::accounts {

/// Sessions: made at sign-in, found by their token's hash. A found one is remembered for a few
/// seconds, so that not every call costs a statement. Safe from any thread.
class SessionStore {
 public:
  struct Limits {
    int64_t life_ms = 12 * 3'600'000LL;
    int64_t idle_ms = 60 * 60'000LL;
  };

  SessionStore(postgres::Pool& pool, const AccountStore& accounts, std::string practice,
               Limits limits)
      : pool_(pool), accounts_(accounts), practice_(std::move(practice)), limits_(limits) {}

  /// The new session's token and end.
  std::pair<std::string, Instant> open(const Account& account, const std::string& station,
                                       Instant now);
  /// Whose token it is; nothing when it is unknown, ended, or its account is inactive.
  std::optional<Account> find(const std::string& token, Instant now);
  void close(const std::string& token);
  /// Ends the sessions of an account, e.g. after its password was changed; those that were begun at
  /// `but_station` go on, when one is named.
  void close_all(const std::string& account, const std::string& but_station = "");
  /// Reads the account anew at its next call, e.g. after its role was changed.
  void forget(const std::string& account);

 private:
  struct Remembered {
    Account account;
    Instant until;
  };

  postgres::Pool& pool_;
  const AccountStore& accounts_;
  std::string practice_;
  Limits limits_;
  std::mutex mutex_;
  uint64_t endings_ = 0;
  std::map<std::string, Remembered> remembered_;
};

}  // namespace curante::accounts
