// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>

#include "accounts_migrations.hpp"
#include "accounts_service.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"

namespace curante::accounts {

inline constexpr const char* good_password = "tre parole qualunque";

/// A practice of its own in a fresh schema, with a clock that the test moves.
struct Practice {
  postgres::Pool pool{postgres::TestCluster::shared().fresh(), 6};
  Instant now = Instant::parse("2026-11-23T09:00:00Z");
  AccountStore accounts{"1"};
  SignInGuard guard{"1"};
  PasswordHasher passwords{{19, 1}};
  SessionStore sessions{pool, accounts, "1", SessionStore::Limits{}};
  AccountsService service;
  std::mutex sign_ins_mutex;
  std::vector<std::string> sign_ins;  ///< what the audit was told
  testing::Caller outside{testing::Caller::Fields{{"practice", "1"}}};

  Practice() {
    postgres::migrate(pool, embedded::accounts_migrations());
    constexpr int64_t day_ms = 86'400'000;
    service.open({pool, accounts, sessions, guard, passwords, [this] { return now; }, 90 * day_ms,
                  /*test_identities=*/true,
                  [this](const CallContext&, const Account& who, const std::string& outcome) {
                    const std::lock_guard lock(sign_ins_mutex);
                    sign_ins.push_back(who.user_name + " " + outcome);
                  }});
  }

  static Account account(const std::string& user_name, Role role) {
    Account it;
    it.user_name = user_name;
    it.display_name = "Nome di " + user_name;
    it.role = role;
    if (role == Role::titolare || role == Role::sostituto) {
      Doctor& doctor = it.doctor.emplace();
      doctor.first_name = "Mario";
      doctor.last_name = "Rossi";
      doctor.fiscal_code = PrescriberCode("PROVAX00X00X000Y");
      doctor.region_code = "120";
      doctor.asl_code = "101";
    }
    return it;
  }
  Account add(const std::string& user_name, Role role = Role::titolare) {
    return service.on(outside.context(), SaveAccount{account(user_name, role), good_password});
  }
  testing::Caller as(const Account& account, const std::string& station = "") const {
    return testing::Caller{testing::Caller::Fields{
        {"practice", "1"}, {"user", account.id.value()}, {"station", station}}};
  }
  Session sign_in(const std::string& user, const std::string& password = good_password,
                  const std::string& station = "") {
    return service.on(outside.context(), SignIn{user, password, station});
  }
  std::string sign_in_code(const std::string& user, const std::string& password = good_password) {
    return testing::code_of([&] { sign_in(user, password); });
  }
  identity::Principal who(const std::string& token) {
    return service.on(outside.context(), identity::Authenticate{token});
  }
  std::string who_code(const std::string& token) {
    return testing::code_of([&] { who(token); });
  }
  void pass_minutes(int64_t minutes) { now.ms += minutes * 60'000; }
};

}  // namespace curante::accounts
