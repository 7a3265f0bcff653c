// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "audit.hpp"
#include "chart_migrations.hpp"
#include "chart_service.hpp"
#include "clock.hpp"
#include "curante/events.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/waking_thread.hpp"
#include "database.hpp"
#include "personal_data_service.hpp"

namespace curante::chart {

/// The chart, put together from its parts.
class ChartPlugin : public Plugin {
 public:
  explicit ChartPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        audit_(host),
        service_(
            [this](const CallContext& context, const Id& patient) {
              publish(host_, context, ChartChanged{patient});
            },
            [this](const CallContext& context) { return clock_.ask(context, clock::Now{}).now; },
            {[this] { return static_cast<bool>(audit_); },
             [this](const CallContext& context, const audit::Append& entry) {
               audit_.ask(context, entry);
             },
             [this] { trail_.wake(); }}),
        trail_(host, {"replacements of ASL codes do not reach the audit"},
               [this]() -> std::optional<int64_t> {
                 service_.tell_audit(host_.background());
                 return std::nullopt;
               }),
        personal_data_(host),
        chart_edge_(provide<Contract>(host, service_)),
        personal_data_edge_(provide<personal_data::Contract>(host, personal_data_)) {}

  std::vector<Service*> services() override {
    return {chart_edge_.get(), personal_data_edge_.get()};
  }

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    pool_.emplace(connection.uri, connection.max_connections);
    postgres::migrate(*pool_, embedded::chart_migrations());
    service_.open(*pool_, host_.background().practice());
    personal_data_.open(*pool_, host_.background().practice());
  }

  void ready() override { trail_.start(); }
  void stop() override { trail_.stop(); }

 private:
  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  Use<audit::Contract> audit_;
  ChartService service_;
  WakingThread trail_;
  PersonalDataService personal_data_;
  std::unique_ptr<Service> chart_edge_, personal_data_edge_;
  std::optional<postgres::Pool> pool_;
};

}  // namespace curante::chart

CURANTE_PLUGIN(curante::chart::ChartPlugin, curante::chart::Contract,
               curante::personal_data::Contract, curante::database::Contract,
               curante::clock::Contract, curante::audit::Contract);
