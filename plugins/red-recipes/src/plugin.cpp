// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include <algorithm>

#include "courier_thread.hpp"
#include "curante/events.hpp"
#include "curante/json.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"
#include "personal_data_service.hpp"
#include "red_recipes_migrations.hpp"
#include "red_recipes_service.hpp"
#include "sistema_ts.hpp"

namespace curante::red_recipes {

/// What lives while the room runs: everything that needs the database.
struct Running {
  postgres::Pool pool;
  postgres::LedgerShadow shadow;
  postgres::LiveHosts hosts;
  RestoreWatch restores;
  FileStore files;
  DoubtedFiles doubted;
  OutcomeStore outcomes;
  Courier courier;
  CourierThread thread;
  RedRecipesService service;
  PersonalDataService personal_data;

  Running(const Host& host, const Surroundings& surroundings, CourierTimes times,
          RedRecipesService::Rules rules, const database::Connection& connection)
      : pool(connection.uri, std::max(connection.max_connections - 1, 1)),  // `hosts` keeps one
        shadow(host.setting("ledger_file", host.required_setting("data") + ".red"),
               RestoreWatch::fresh_name(pool)),
        hosts(connection.uri, host.background().practice()),
        restores(host, surroundings, pool, shadow, hosts, host.background().practice()),
        files(pool, surroundings, host.background().practice(),
              host.setting_int("lease_ms", 180'000)),
        doubted(pool, host.background().practice()),
        outcomes(pool, surroundings, host.background().practice()),
        courier(host, surroundings, files, doubted, outcomes, restores, times),
        thread(host, courier, files),
        service(surroundings, pool, files, restores, rules, [this] { thread.wake(); }),
        personal_data(surroundings, pool) {}
};

class RedRecipesPlugin : public Plugin {
 public:
  explicit RedRecipesPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        accounts_(host),
        documents_(host),
        channel_(host),
        transmitter_(host),
        sistema_ts_(host),
        service_(provide<Contract>(host, *this)),
        personal_data_(provide<personal_data::Contract>(host, *this)) {
    meet_surroundings();
  }

  std::vector<Service*> services() override { return {service_.get(), personal_data_.get()}; }

  void start() override {
    const CourierTimes times{host_.setting_int("grace_ms", CourierTimes().grace_ms),
                             host_.setting_int("ask_ms", CourierTimes().ask_ms),
                             host_.setting_int("outcome_ms", CourierTimes().outcome_ms),
                             host_.setting_int("unlisted_ms", CourierTimes().unlisted_ms)};
    const RedRecipesService::Rules rules{parity_rule(host_.setting("parity", "manual")),
                                         host_.setting("offer_review", "true") == "true"};
    const auto connection = database_.ask(host_.background(), database::Connect{});
    running_.emplace(host_, surroundings_, times, rules, connection);
    postgres::migrate(running_->pool, embedded::red_recipes_migrations());
    running_->service.begin(host_.background().practice());
    running_->restores.look();
    access_.emplace(host_, [this](const CallContext&, const sistema_ts::AccessChanged& e) {
      running_->thread.resume(e.account);
    });
  }

  void ready() override {
    // Credentials may have been saved and the host stopped before what waited for them was told.
    running_->restores.look();  // the transmitter can say by now what it found
    running_->thread.resume(Id());
    running_->thread.start();
  }

  void stop() override {
    if (running_) running_->thread.stop();
  }

  template <class Call>
  auto on(const CallContext& context, const Call& call) {
    if constexpr (requires { running_->service.on(context, call); }) {
      return running_->service.on(context, call);
    } else {
      return running_->personal_data.on(context, call);
    }
  }

 private:
  void meet_surroundings() {
    using Context = Surroundings::Context;
    Surroundings& s = surroundings_;
    s.now = [this](Context c) { return clock_.ask(c, clock::Now{}); };
    s.clock_standing = [this](Context c) { return clock_standing(c); };
    s.doctor = [this](Context c, const Id& account) {
      return accounts_.ask(c, accounts::GetDoctor{account});
    };
    s.make_form = [this](Context c, const documents::MakeRedForm& call) {
      return documents_.ask(c, call);
    };
    s.upload = [this](Context c, const channel::Upload& call) { return channel_.ask(c, call); };
    s.statuses = [this](Context c, const channel::Statuses& call) { return channel_.ask(c, call); };
    s.outcomes = [this](Context c, const channel::Outcomes& call) { return channel_.ask(c, call); };
    s.last_restored = [this](Context c) {
      return transmitter_.ask(c, recipe_transmitter::LastRestored{});
    };
    s.tell = [this](Context c, const FormChanged& event) { publish(host_, c, event); };
    s.tell_restored = [this](Context c, const DatabaseRestored& event) {
      publish(host_, c, event);
    };
    s.to_text = [this](const recipe_transmitter::Recipe& it) { return to_json(host_, it); };
    s.recipe_of = [this](const std::string& text) {
      return from_json<recipe_transmitter::Recipe>(host_, text);
    };
    s.record_to_text = [this](const FormRecord& it) { return to_json(host_, it); };
    s.record_of = [this](const std::string& text) { return from_json<FormRecord>(host_, text); };
    s.remarks_to_text = [this](const std::vector<channel::Remark>& it) {
      return to_json(host_, it);
    };
    s.remarks_of = [this](const std::string& text) {
      return from_json<std::vector<channel::Remark>>(host_, text);
    };
  }

  /// Where nothing is sent to Sistema TS, nobody knows, and printing goes on.
  std::optional<sistema_ts::ClockStanding> clock_standing(const CallContext& context) const {
    try {
      return sistema_ts_.ask(context, sistema_ts::GetClock{});
    } catch (const Error& e) {
      if (e.code() != "contract-unavailable" && e.code() != "call-unknown") throw;
      return std::nullopt;
    }
  }

  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  Use<accounts::Contract> accounts_;
  Use<documents::Contract> documents_;
  Use<red_recipe_channel::Contract> channel_;
  Use<recipe_transmitter::Contract> transmitter_;
  Use<sistema_ts::Contract> sistema_ts_;
  Surroundings surroundings_;
  std::unique_ptr<Service> service_, personal_data_;
  std::optional<Running> running_;
  std::optional<Subscription<sistema_ts::AccessChanged>> access_;
};

}  // namespace curante::red_recipes

CURANTE_PLUGIN(curante::red_recipes::RedRecipesPlugin, curante::red_recipes::Contract,
               curante::personal_data::Contract, curante::database::Contract,
               curante::clock::Contract, curante::accounts::Contract, curante::documents::Contract,
               curante::red_recipe_channel::Contract, curante::recipe_transmitter::Contract,
               curante::sistema_ts::Contract);
