// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include <fstream>

#include "accounts_migrations.hpp"
#include "accounts_verbs.hpp"
#include "audit.hpp"
#include "clock.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"

namespace curante::accounts {

/// Users and sessions, put together from their parts.
class AccountsPlugin : public Plugin {
 public:
  explicit AccountsPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        audit_(host),
        verbs_(service_),
        accounts_edge_(provide<Contract>(host, service_)),
        identity_edge_(provide<identity::Contract>(host, service_)),
        verbs_edge_(provide<verbs::Contract>(host, verbs_)) {}

  std::vector<Service*> services() override {
    return {accounts_edge_.get(), identity_edge_.get(), verbs_edge_.get()};
  }

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    const std::string practice = host_.background().practice();
    pool_.emplace(connection.uri, connection.max_connections);
    postgres::migrate(*pool_, embedded::accounts_migrations());
    accounts_.emplace(practice);
    constexpr int64_t minute_ms = 60'000, day_ms = 24 * 60 * minute_ms;
    sessions_.emplace(*pool_, *accounts_, practice,
                      SessionStore::Limits{host_.setting_int("session_hours", 12) * 60 * minute_ms,
                                           host_.setting_int("idle_minutes", 60) * minute_ms});
    guard_.emplace(practice);
    passwords_.emplace(PasswordHasher::Cost{host_.setting_int("argon2_memory_mib", 46),
                                            host_.setting_int("argon2_passes", 1)});
    service_.open({*pool_, *accounts_, *sessions_, *guard_, *passwords_,
                   [this] { return clock_.ask(host_.background(), clock::Now{}).now; },
                   host_.setting_int("password_days", 90) * day_ms,
                   host_.setting("profile") != "production",
                   [this](const auto&... deed) { note_sign_in(deed...); }});
    first_account();
  }

 private:
  void note_sign_in(const CallContext& context, const Account& who, const std::string& outcome) {
    if (!audit_) return;
    try {
      audit_.ask(context, audit::Append{
                              "accounts/1 SignIn", "", outcome, who.id.value(), who.user_name,
                              who.id.empty() ? "" : boost::describe::enum_to_string(who.role, "")});
    } catch (const Error& e) {
      host_.error("a sign-in did not reach the audit: " + e.code());
    }
  }

  /// A practice begins with one titolare, whom the installer names; everybody else is added on
  /// screen.
  void first_account() {
    const std::string user = host_.setting("bootstrap_user");
    const bool empty =
        pool_->read([&](pqxx::transaction_base& tx) { return accounts_->all(tx).empty(); });
    if (!empty || user.empty()) return;
    const std::string file = host_.required_setting("bootstrap_password_file");
    std::string password;
    if (!std::getline(std::ifstream(file), password)) {
      throw Error("bootstrap-password", "the first user's password cannot be read from " + file,
                  "write it into that file, readable by the host's user alone");
    }
    SaveAccount first;
    first.password = password;
    first.account.user_name = user;
    first.account.role = Role::titolare;
    Doctor doctor;
    doctor.first_name = host_.required_setting("bootstrap_first_name");
    doctor.last_name = host_.required_setting("bootstrap_last_name");
    doctor.fiscal_code = PrescriberCode(host_.required_setting("bootstrap_fiscal_code"));
    doctor.region_code = host_.required_setting("region_code");
    doctor.asl_code = host_.required_setting("bootstrap_asl_code");
    first.account.display_name = "Dott. " + doctor.first_name + " " + doctor.last_name;
    first.account.doctor = doctor;
    service_.on(host_.background(), first);
    host_.info("the first account was made");
  }

  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  Use<audit::Contract> audit_;
  AccountsService service_;
  AccountsVerbs verbs_;
  std::unique_ptr<Service> accounts_edge_, identity_edge_, verbs_edge_;
  std::optional<postgres::Pool> pool_;
  std::optional<AccountStore> accounts_;
  std::optional<SessionStore> sessions_;
  std::optional<SignInGuard> guard_;
  std::optional<PasswordHasher> passwords_;
};

}  // namespace curante::accounts

CURANTE_PLUGIN(curante::accounts::AccountsPlugin, curante::accounts::Contract,
               curante::identity::Contract, curante::verbs::Contract, curante::database::Contract,
               curante::clock::Contract, curante::audit::Contract);
