// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include <fmt/format.h>

#include "curante/events.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"
#include "handed_rules.hpp"
#include "handover_thread.hpp"
#include "late_arrivals.hpp"
#include "outbox_workers.hpp"
#include "personal_data_service.hpp"
#include "prepared_printings.hpp"
#include "prepared_service.hpp"
#include "prescribing_migrations.hpp"
#include "prescribing_service.hpp"
#include "red_steps.hpp"
#include "restore_follower.hpp"
#include "rules_verbs.hpp"
#include "signer_service.hpp"
#include "sistema_ts.hpp"
#include "stock_rules.hpp"
#include "stock_service.hpp"
#include "template_store.hpp"
#include "wrong_day.hpp"

namespace curante::prescribing {

/// What lives while the room runs: everything that needs the database.
struct Running {
  Host host;
  const Neighbours& neighbours;
  postgres::Pool pool;
  Outbox outbox;
  Delivery delivery;
  RestoreFollower restores;
  RedSteps red_steps;
  OutboxWorkers workers;
  PrescriptionReader reader;
  HandoverStore handovers;
  Handover handover;
  HandoverThread handover_thread;
  bool reaches_far;  ///< some way to the patient needs no hand
  PrescribingService service;
  PreparedService prepared;
  PreparedPrintings printings;
  SignerService signers;
  TemplateStore templates;
  StockService stock;
  PersonalDataService personal_data;

  Running(const Host& host, const Neighbours& neighbours, const RuleTable& rules,
          const database::Connection& connection)
      : host(host),
        neighbours(neighbours),
        pool(connection.uri, connection.max_connections),
        outbox(pool, host.background().practice(), host.setting_int("lease_ms", 180'000)),
        delivery(host, neighbours, outbox,
                 static_cast<int32_t>(host.setting_int("doubt_attempts", 20))),
        restores(host, neighbours, pool),
        red_steps(host, neighbours, pool),
        workers(host, outbox, delivery, neighbours, {[this] { keep_step(); }}),
        reader(host, pool),
        handovers(pool, host.background().practice()),
        handover(host, neighbours, handovers, reader),
        handover_thread(host, handover, handovers),
        reaches_far(DeliveryModes(host.setting("delivery_ssn"), host.setting("delivery_white"))
                        .reach_far()),
        service(
            host, neighbours, rules, pool, outbox, [this] { workers.wake(); },
            [this] { handover_thread.wake(); }),
        prepared(host, neighbours, service, pool),
        printings(pool),
        signers(neighbours, pool),
        templates(host, pool),
        stock(neighbours, embedded::stock_rules(), pool),
        personal_data(host, pool) {}

  void follow_restore(Instant found, RestoreFinder by) {
    if (restores.follow(found, by)) service.go_on_with_paper();
  }

  /// What others told of may have been lost with its host: at start, and about every minute, they
  /// are asked.
  void keep_step() {
    red_steps.follow();  // first: whether forms are used here matters to what follows
    if (restores.follow() || service.is_paper_unasked()) service.go_on_with_paper();
    wrong_day::follow(host, neighbours, pool);
  }
};

class PrescribingPlugin : public Plugin {
 public:
  explicit PrescribingPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        chart_(host),
        formulary_(host),
        terminology_(host),
        accounts_(host),
        transmitter_(host),
        documents_(host),
        red_recipes_(host),
        audit_(host),
        messages_(host),
        sistema_ts_(host),
        rules_(handed_rules(host)),
        service_(provide<Contract>(host, *this)),
        personal_data_(provide<personal_data::Contract>(host, *this)),
        verbs_edge_(provide<verbs::Contract>(host, verbs_)) {
    meet_neighbours();
  }

  std::vector<Service*> services() override {
    return {service_.get(), personal_data_.get(), verbs_edge_.get()};
  }

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    running_.emplace(host_, neighbours_, rules_.table, connection);
    postgres::migrate(running_->pool, embedded::prescribing_migrations());
    health_.emplace(host_, [this](const CallContext&, const recipe_transmitter::HealthChanged& e) {
      if (e.health.reachable) running_->workers.service_is_back();
    });
    restored_.emplace(host_,
                      [this](const CallContext&, const recipe_transmitter::DatabaseRestored& e) {
                        running_->follow_restore(e.found, RestoreFinder::transmitter);
                      });
    red_restored_.emplace(host_,
                          [this](const CallContext&, const red_recipes::DatabaseRestored& e) {
                            running_->follow_restore(e.found, RestoreFinder::red_pads);
                          });
    late_.emplace(host_, [this](const CallContext&, const sistema_ts::LateArrivalChanged& e) {
      LateArrivals(host_, neighbours_, running_->pool).follow(e);
    });
    message_.emplace(host_, [this](const CallContext&, const messages::MessageChanged& e) {
      running_->handover_thread.message_changed(e.key);
    });
    access_.emplace(host_, [this](const CallContext&, const sistema_ts::AccessChanged& e) {
      // Also that somebody declared the clock right: before what waits is tried again.
      wrong_day::follow(host_, neighbours_, running_->pool);
      running_->workers.resume(e.account);
    });
    red_forms_.emplace(host_, [this](const CallContext&, const red_recipes::FormChanged&) {
      running_->red_steps.follow();
    });
  }

  /// Sending begins when all that it may touch has started.
  void ready() override {
    const int64_t freed = running_->outbox.free_dead_leases();
    if (freed > 0)
      host_.info(fmt::format("took {} recipes over from a host that was stopped hard", freed));
    // Credentials may have been saved and the host stopped before what waited for them was told.
    running_->workers.resume(Id());
    running_->keep_step();
    running_->service.go_on_with_paper();
    running_->workers.start(static_cast<int>(host_.setting_int("workers", 6)));
    running_->handover_thread.start();
  }

  void stop() override {
    if (!running_) return;
    running_->workers.stop();
    running_->handover_thread.stop();
  }

  template <class Call>
  auto on(const CallContext& context, const Call& call) {
    if constexpr (std::is_same_v<Call, GetRules>) {
      return rules_.in_force();
    } else if constexpr (requires { running_->service.on(context, call); }) {
      return running_->service.on(context, call);
    } else if constexpr (requires { running_->prepared.on(context, call); }) {
      return running_->prepared.on(context, call);
    } else if constexpr (requires { running_->printings.on(context, call); }) {
      return running_->printings.on(context, call);
    } else if constexpr (requires { running_->signers.on(context, call); }) {
      return running_->signers.on(context, call);
    } else if constexpr (requires { running_->templates.on(context, call); }) {
      return running_->templates.on(context, call);
    } else if constexpr (requires { running_->stock.on(context, call); }) {
      return running_->stock.on(context, call);
    } else {
      return running_->personal_data.on(context, call);
    }
  }

 private:
  void meet_neighbours() {
    using Context = Neighbours::Context;
    neighbours_.now = [this](Context c) { return clock_.ask(c, clock::Now{}); };
    neighbours_.clock_standing = [this](Context c) { return clock_standing(c); };
    neighbours_.chart = [this](Context c, const Id& patient) {
      return chart_.ask(c, chart::GetChart{patient, /*without_diary=*/true});
    };
    neighbours_.drug = [this](Context c, const Aic& aic) {
      return formulary_.ask(c, formulary::GetDrug{aic});
    };
    neighbours_.diagnosis = [this](Context c, const terminology::Lookup& call) {
      return terminology_.ask(c, call);
    };
    neighbours_.service = [this](Context c, const terminology::GetService& call) {
      return terminology_.ask(c, call);
    };
    neighbours_.doctor = [this](Context c, const Id& account) {
      return accounts_.ask(c, accounts::GetDoctor{account});
    };
    neighbours_.submit = [this](Context c, const recipe_transmitter::Submit& call) {
      return transmitter_.ask(c, call);
    };
    neighbours_.withdraw = [this](Context c, const recipe_transmitter::Withdraw& call) {
      return transmitter_.ask(c, call);
    };
    neighbours_.status = [this](Context c, const recipe_transmitter::Status& call) {
      return transmitter_.ask(c, call);
    };
    neighbours_.last_restored = [this](Context c) {
      return transmitter_.ask(c, recipe_transmitter::LastRestored{});
    };
    neighbours_.takes_white = [this](Context c) { return takes_white(c); };
    neighbours_.dispensing = [this](Context c, const recipe_transmitter::Dispensing& call) {
      return transmitter_.ask(c, call);
    };
    neighbours_.promemoria = [this](Context c, const documents::MakePromemoria& call) {
      return documents_.ask(c, call);
    };
    neighbours_.white_paper = [this](Context c, const documents::MakeWhite& call) {
      return documents_.ask(c, call);
    };
    neighbours_.audit = [this](Context c, const audit::Append& call) {
      if (audit_) audit_.ask(c, call);
    };
    neighbours_.tell = [this](Context c, const RecipeChanged& event) {
      publish(host_, c, event);
      const bool matters = event.state == State::accepted || event.state == State::withdrawing ||
                           event.state == State::withdrawn;
      if (matters && running_->reaches_far) running_->handover_thread.wake();
    };
    neighbours_.tell_prepared = [this](Context c, const PreparedChanged& event) {
      publish(host_, c, event);
    };
    neighbours_.tell_signers = [this](Context c, const SignersChanged& event) {
      publish(host_, c, event);
    };
    meet_red_room();
    meet_messages();
  }

  void meet_red_room() {
    using Context = Neighbours::Context;
    neighbours_.print_red = [this](Context c, const red_recipes::Print& call) {
      return red_recipes_.ask(c, call);
    };
    neighbours_.red_form = [this](Context c, const red_recipes::GetForm& call) {
      return red_recipes_.ask(c, call);
    };
    neighbours_.cancel_red = [this](Context c, const red_recipes::Cancel& call) {
      return red_recipes_.ask(c, call);
    };
    neighbours_.red_restored = [this](Context c) {
      return red_recipes_.ask(c, red_recipes::LastRestored{});
    };
    neighbours_.red_changes = [this](Context c, const red_recipes::ListChanges& call) {
      if (red_recipes_) return red_recipes_.ask(c, call);
      red_recipes::ChangeList none;
      none.position = call.after;
      return none;
    };
  }

  void meet_messages() {
    using Context = Neighbours::Context;
    neighbours_.read_document = [this](Context c, const documents::Read& call) {
      return documents_.ask(c, call);
    };
    neighbours_.print_numbers = [this](Context c, const documents::PrintNumbers& call) {
      return documents_.ask(c, call);
    };
    neighbours_.channels = [this](Context c) { return messages_.ask(c, messages::GetChannels{}); };
    neighbours_.addresses = [this](Context c, const Id& patient) {
      return messages_.ask(c, messages::GetAddresses{patient});
    };
    neighbours_.send_email = [this](Context c, const messages::SendEmail& call) {
      return messages_.ask(c, call);
    };
    neighbours_.send_sms = [this](Context c, const messages::SendSms& call) {
      return messages_.ask(c, call);
    };
    neighbours_.get_messages = [this](Context c, const messages::GetMessages& call) {
      return messages_.ask(c, call);
    };
    neighbours_.cancel_message = [this](Context c, const messages::Cancel& call) {
      return messages_.ask(c, call);
    };
  }

  /// Where the channel is away, what it would take waits for it.
  bool takes_white(const CallContext& context) const {
    if (!transmitter_) return true;
    try {
      return transmitter_.ask(context, recipe_transmitter::Health{}).takes_white;
    } catch (const Error& e) {
      host_.warning(fmt::format("nobody can tell whether white recipes are taken: {}", e.code()));
      return true;
    }
  }

  /// Where nothing is sent to Sistema TS nobody knows. That its room does not answer just now keeps
  /// no doctor from prescribing: what the clock was wrong about is then found when it would be
  /// sent.
  std::optional<sistema_ts::ClockStanding> clock_standing(const CallContext& context) const {
    if (!sistema_ts_) return std::nullopt;
    try {
      return sistema_ts_.ask(context, sistema_ts::GetClock{});
    } catch (const Error& e) {
      host_.warning(fmt::format("nobody can tell whether the clock is behind: {}", e.code()));
      return std::nullopt;
    }
  }

  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  Use<chart::Contract> chart_;
  Use<formulary::Contract> formulary_;
  Use<terminology::Contract> terminology_;
  Use<accounts::Contract> accounts_;
  Use<recipe_transmitter::Contract> transmitter_;
  Use<documents::Contract> documents_;
  Use<red_recipes::Contract> red_recipes_;
  Use<audit::Contract> audit_;
  Use<messages::Contract> messages_;
  Use<sistema_ts::Contract> sistema_ts_;
  HandedRules rules_;
  Neighbours neighbours_;
  RulesVerbs verbs_;
  std::unique_ptr<Service> service_, personal_data_, verbs_edge_;
  std::optional<Running> running_;
  std::optional<Subscription<recipe_transmitter::HealthChanged>> health_;
  std::optional<Subscription<recipe_transmitter::DatabaseRestored>> restored_;
  std::optional<Subscription<red_recipes::DatabaseRestored>> red_restored_;
  std::optional<Subscription<sistema_ts::AccessChanged>> access_;
  std::optional<Subscription<sistema_ts::LateArrivalChanged>> late_;
  std::optional<Subscription<messages::MessageChanged>> message_;
  std::optional<Subscription<red_recipes::FormChanged>> red_forms_;
};

}  // namespace curante::prescribing

CURANTE_PLUGIN(curante::prescribing::PrescribingPlugin, curante::prescribing::Contract,
               curante::personal_data::Contract, curante::verbs::Contract,
               curante::database::Contract, curante::clock::Contract, curante::chart::Contract,
               curante::formulary::Contract, curante::terminology::Contract,
               curante::accounts::Contract, curante::recipe_transmitter::Contract,
               curante::documents::Contract, curante::red_recipes::Contract,
               curante::audit::Contract, curante::messages::Contract,
               curante::sistema_ts::Contract);
