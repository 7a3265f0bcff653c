// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "curante/context.hpp"
#include "identity.hpp"
#include "password_hasher.hpp"
#include "session_store.hpp"
#include "sign_in_guard.hpp"

namespace curante::accounts {

/// accounts/1 and identity/1. Its parts come to be at start.
class AccountsService {
 public:
  struct Parts {
    postgres::Pool& pool;
    const AccountStore& accounts;
    SessionStore& sessions;
    const SignInGuard& guard;
    PasswordHasher& passwords;
    std::function<Instant()> now;
    int64_t password_life_ms;
    bool test_identities;  ///< Sistema TS's own, whose codes break the form, are accepted
    /// Tells the audit how a known user's sign-in went: "ok" or the error's code.
    std::function<void(const CallContext&, const Account&, const std::string& outcome)> note;
  };
  void open(Parts parts) { parts_ = std::make_unique<Parts>(std::move(parts)); }

  Session on(const CallContext& context, const SignIn& call);
  Done on(const CallContext& context, const SignOut& call);
  Session on(const CallContext& context, const WhoAmI& call);
  AccountList on(const CallContext& context, const ListAccounts& call);
  Account on(const CallContext& context, const SaveAccount& call);
  Done on(const CallContext& context, const ChangePassword& call);
  Done on(const CallContext& context, const Unlock& call);
  DoctorList on(const CallContext& context, const ListDoctors& call);
  Doctor on(const CallContext& context, const GetDoctor& call);
  identity::Principal on(const CallContext& context, const identity::Authenticate& call);

  /// Sets a password without knowing the old one, and ends the user's sessions, but for those of
  /// `at_station`, where the user did it himself.
  void set_password(const std::string& user_name, const std::string& password,
                    const std::string& at_station = "");

 private:
  Session session_of(const StoredAccount& stored) const;
  void check(const Account& account) const;
  void check_change(const CallContext& context, pqxx::transaction_base& tx, const Account& before,
                    const Account& after) const;
  void note_sign_in(const CallContext& context, const Account& account, const char* outcome) const;
  StoredAccount own_account(const CallContext& context) const;

  std::unique_ptr<Parts> parts_;
};

}  // namespace curante::accounts
