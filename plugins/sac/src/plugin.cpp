// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <thread>

#include "clock_correction.hpp"
#include "curante/events.hpp"
#include "curante/fault.hpp"
#include "curante/json.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"
#include "dpcm/red_channel.hpp"
#include "metrics_service.hpp"
#include "random_name.hpp"
#include "sac_migrations.hpp"
#include "services.hpp"

namespace curante::sac {

/// The channel to the national acceptance service, put together from its parts.
class SacPlugin : public Plugin {
 public:
  explicit SacPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        accounts_(host),
        access_service_([this](const CallContext& context) { return doctor_of(context); },
                        [this](const CallContext& context) {
                          publish(host_, context, sistema_ts::AccessChanged{Id(context.user())});
                        }),
        transmitter_edge_(provide<recipe_transmitter::Contract>(host, transmitter_service_)),
        access_edge_(provide<sistema_ts::Contract>(host, access_service_)),
        red_edge_(provide<red_recipe_channel::Contract>(host, red_channel_)),
        metrics_edge_(provide<metrics::Contract>(host, metrics_service_)) {}

  std::vector<Service*> services() override {
    return {transmitter_edge_.get(), access_edge_.get(), red_edge_.get(), metrics_edge_.get()};
  }

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    const std::string practice = host_.background().practice();
    pool_.emplace(connection.uri,
                  std::max(connection.max_connections - 1, 1));  // one is of `hosts_`
    postgres::migrate(*pool_, embedded::sac_migrations());
    box_.emplace(host_.setting("practice_key_file", host_.required_setting("data") + ".key"));
    credentials_.emplace(*pool_, *box_, practice);
    cipher_.emplace(host_.required_setting("sanitel_certificate"));
    const int64_t timeout_ms = host_.setting_int("timeout_ms", 20'000);
    channel_.emplace(host_.setting("ca_file"), static_cast<int>(timeout_ms),
                     read_proxy(host_.setting("proxy"), host_.setting("proxy_user"),
                                host_.setting("proxy_password_file")),
                     [this](const std::string& fault) { host_.warning(fault); });
    client_.emplace(
        Endpoints{host_.required_setting("endpoint"), host_.required_setting("a2f_endpoint"),
                  host_.required_setting("lots_endpoint")},
        *channel_, *cipher_);
    health_.emplace(
        [this](recipe_transmitter::ServiceHealth health) {
          health.takes_white = !host_.setting("white_endpoint").empty();
          publish(host_, host_.background(), recipe_transmitter::HealthChanged{health});
        },
        ServiceHealth::Patience{3 * host_.setting_int("probe_ms", 10'000)});
    constexpr int64_t hour_ms = 3'600'000;
    // A request lasts at most a time-out each to connect, shake hands, wait and read.
    const Transmitter::Limits limits{host_.setting_int("watch_hours", 72) * hour_ms, 5 * timeout_ms,
                                     host_.setting_int("resend_wait_ms", 60'000),
                                     host_.setting_int("hold_probe_ms", 15'000)};
    shadow_.emplace(host_.setting("ledger_file", host_.required_setting("data") + ".nre"),
                    "x" + random_name());
    hosts_.emplace(connection.uri, practice);
    unknown_.emplace(*pool_, practice, [this](const std::string& code, int64_t seen) {
      host_.warning(fmt::format("code {} of the service has no text in esiti.csv; seen {} times",
                                code, seen));
    });
    metrics_service_.open(*unknown_);
    transmitter_.emplace(*pool_, *credentials_, *client_, *health_, *shadow_, *hosts_, *unknown_,
                         *box_, time(), json(), practice, limits,
                         substitute_numbers(host_.setting("substitute_numbers", "holder")));
    desk_.emplace(*pool_, *client_, time().now, practice, limits.in_flight_ms, assumptions());
    look_for_restore();
    transmitter_service_.open(*transmitter_, *health_);
    access_service_.open(*credentials_, *client_, *transmitter_, *desk_, time(), password_age());
    red_channel_.open(dpcm_endpoint(), *credentials_, *channel_, *cipher_, *health_,
                      red_clock(practice));
    open_white(practice);
  }

  void ready() override {
    tell_of_restore();
    for (const auto& late : transmitter_->late_arrivals("")) {
      publish(host_, host_.background(),
              sistema_ts::LateArrivalChanged{Id(late.recipe), late.number, false});
    }
    watcher_ = std::thread([this] { watch(); });
  }

  void stop() override {
    {
      const std::lock_guard lock(mutex_);
      stop_.request_stop();
    }
    wake_.notify_all();
    if (watcher_.joinable()) watcher_.join();
  }

 private:
  DpcmEndpoint dpcm_endpoint() const {
    return {host_.setting("dpcm_endpoint", host_.required_setting("lots_endpoint")),
            host_.setting("dpcm_upload_path", "/REL/service/invioTelematicoSanita"),
            host_.setting("dpcm_outcomes_path", "/REL/service/esitiTelematicoSanita"),
            host_.setting("dpcm_outcomes_namespace", "urn:esiti.ws.it")};
  }
  void open_white(const std::string& practice) {
    const std::string endpoint = host_.setting("white_endpoint");
    if (endpoint.empty()) return;
    white::Assumptions assumptions;
    assumptions.asks_by_patient = host_.setting_int("white_ask_by_patient", 1) != 0;
    assumptions.absent_is_unsent = host_.setting_int("white_absent_is_unsent", 0) != 0;
    white_client_.emplace(endpoint, *channel_, *cipher_);
    white_.emplace(*transmitter_, *white_client_, *box_, practice, assumptions);
    transmitter_service_.open_white(*white_);
    access_service_.open_white(*white_);
  }
  Transmitter::Time time() const {
    return {[this] { return clock_.ask(host_.background(), clock::Now{}).now; },
            [this] { return clock_.ask(host_.background(), clock::Now{}).local_time; }};
  }

  RedClock red_clock(const std::string& practice) {
    const auto now = time().now;
    return {
        now, [this] { return transmitter_->clock_standing(); },
        [this, now, practice] {
          pool_->write([&](pqxx::transaction_base& tx) { note_red_upload(tx, practice, now()); });
        }};
  }

  void look_for_restore() {
    if (!transmitter_->look_for_restore()) return;
    host_.error(
        "the database came back from a copy, or its ledger file is missing: its recipe numbers "
        "are not used any more, and "
        "what waits is asked after before it is sent");
  }
  /// Told again until it was heard: a host may have died in between.
  void tell_of_restore() {
    const auto found = transmitter_->untold_restore();
    if (!found) return;
    publish(host_, host_.background(), recipe_transmitter::DatabaseRestored{*found});
    transmitter_->restore_told(*found);
  }
  Transmitter::Json json() const {
    return {[this](const recipe_transmitter::Receipt& it) { return to_json(host_, it); },
            [this](const std::string& text) {
              return from_json<recipe_transmitter::Receipt>(host_, text);
            }};
  }
  dichiarazione_sostituzione::Assumptions assumptions() const {
    return {dichiarazione_sostituzione::year_first(host_.setting("declaration_dates", "ddmmyyyy")),
            host_.setting("declaration_pwd", "-")};
  }
  PasswordAge password_age() const {
    return PasswordAge(static_cast<int32_t>(host_.setting_int("renew_after_days", 90)),
                       static_cast<int32_t>(host_.setting_int("renew_warn_days", 10)));
  }
  accounts::Doctor doctor_of(const CallContext& context) const {
    return accounts_.ask(context, accounts::GetDoctor{Id(context.user())});
  }

  /// Finds out when a service that was down is back, and that one is down while nobody sends.
  void probe(int64_t& quiet_ms, int64_t probe_ms) {
    const bool was_up = health_->now().reachable;
    quiet_ms = was_up ? quiet_ms + probe_ms : 0;
    const int64_t idle_ms = host_.setting_int("idle_probe_ms", 30'000);
    if (was_up && (idle_ms == 0 || quiet_ms < idle_ms)) return;
    quiet_ms = 0;
    const bool up = client_->reachable();
    const Instant at = clock_.ask(host_.background(), clock::Now{}).now;
    up ? health_->answered(Operation::front, at)
       : health_->failed(Operation::front, "il servizio non risponde", at);
  }

  /// All the time, looks for late arrivals and for what happened to the database and the service.
  void watch() {
    const int64_t probe_ms = host_.setting_int("probe_ms", 10'000);
    int64_t quiet_ms = 0;
    const int64_t ask_every_ms = host_.setting_int("ask_every_ms", 10 * 60'000);
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::milliseconds(probe_ms),
                           [&] { return stop_.stop_requested(); })) {
      lock.unlock();
      try {
        look_for_restore();
        tell_of_restore();
        probe(quiet_ms, probe_ms);
        transmitter_->follow_hold();
        const auto late = transmitter_->watch(ask_every_ms, stop_.get_token());
        for (const auto& change : late.changes) publish(host_, host_.background(), change);
        if (late.annulled > 0)
          host_.warning(fmt::format("{} late requests were annulled", late.annulled));
        if (late.stuck > 0)
          host_.error(fmt::format("{} late requests cannot be annulled", late.stuck));
      } catch (const std::exception& e) {
        host_.warning(fmt::format("watching was interrupted: {}", fault_of(e)));
      }
      lock.lock();
    }
  }

  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  Use<accounts::Contract> accounts_;
  TransmitterService transmitter_service_;
  AccessService access_service_;
  RedChannel red_channel_;
  MetricsService metrics_service_;
  std::unique_ptr<Service> transmitter_edge_, access_edge_, red_edge_, metrics_edge_;
  std::optional<postgres::Pool> pool_;
  std::optional<SecretBox> box_;
  std::optional<CredentialStore> credentials_;
  std::optional<SanitelCipher> cipher_;
  std::optional<SoapChannel> channel_;
  std::optional<SistemaTsClient> client_;
  std::optional<ServiceHealth> health_;
  std::optional<postgres::LedgerShadow> shadow_;
  std::optional<postgres::LiveHosts> hosts_;
  std::optional<UnknownCodes> unknown_;
  std::optional<Transmitter> transmitter_;
  std::optional<SubstitutionDesk> desk_;
  std::optional<white::WhiteClient> white_client_;
  std::optional<white::WhiteTransmitter> white_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::stop_source stop_;
  std::thread watcher_;
};

}  // namespace curante::sac

CURANTE_PLUGIN(curante::sac::SacPlugin, curante::recipe_transmitter::Contract,
               curante::sistema_ts::Contract, curante::red_recipe_channel::Contract,
               curante::metrics::Contract, curante::database::Contract, curante::clock::Contract,
               curante::accounts::Contract);
