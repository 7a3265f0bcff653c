// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::accounts {

/// An account with what never leaves this room.
struct StoredAccount {
  Account account;
  std::string password_hash;
  Instant password_changed;
  int failures = 0;
  std::optional<Instant> locked_until;  ///< far in the future: until somebody unlocks it
};

/// Accounts and doctors in the database. Functions take their caller's transaction.
class AccountStore {
 public:
  explicit AccountStore(std::string practice) : practice_(std::move(practice)) {}

  std::optional<StoredAccount> by_user_name(pqxx::transaction_base& tx,
                                            const std::string& name) const;
  std::optional<StoredAccount> by_id(pqxx::transaction_base& tx, const std::string& id) const;
  std::vector<StoredAccount> all(pqxx::transaction_base& tx) const;
  /// Throws pqxx::unique_violation when the user name is taken.
  void insert(pqxx::transaction_base& tx, const Account& account, const std::string& password_hash,
              Instant now) const;
  void update(pqxx::transaction_base& tx, const Account& account) const;
  void set_password(pqxx::transaction_base& tx, const std::string& id, const std::string& hash,
                    Instant now) const;
  /// Replaces a hash by one of the same password at another cost.
  void set_hash(pqxx::transaction_base& tx, const std::string& id, const std::string& hash) const;
  /// Active titolari other than `id`.
  int other_owners(pqxx::transaction_base& tx, const std::string& id) const;

 private:
  std::optional<StoredAccount> one(const pqxx::result& rows) const;
  void save_doctor(pqxx::transaction_base& tx, const Account& account) const;

  std::string practice_;
};

}  // namespace curante::accounts
