// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "audit.hpp"
#include "chart_migrations.hpp"
#include "chart_service.hpp"
#include "clock.hpp"
#include "curante/events.hpp"
#include "curante/postgres/migrate.hpp"
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
            [this](const CallContext& context, const std::string& action, const Id& patient) {
              note(context, action, patient);
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

 private:
  /// The call itself stands in the audit once, and names no patient.
  void note(const CallContext& context, const std::string& action, const Id& patient) const {
    if (!audit_) return;
    audit::Append entry;
    entry.action = action;
    entry.patient = patient.value();
    entry.outcome = "ok";
    try {
      audit_.ask(context, entry);
    } catch (const Error& e) {
      // What was replaced is replaced: failing now would be a lie.
      host_.error("a replacement of an ASL did not reach the audit: " + e.code());
    }
  }

  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  Use<audit::Contract> audit_;
  ChartService service_;
  PersonalDataService personal_data_;
  std::unique_ptr<Service> chart_edge_, personal_data_edge_;
  std::optional<postgres::Pool> pool_;
};

}  // namespace curante::chart

CURANTE_PLUGIN(curante::chart::ChartPlugin, curante::chart::Contract,
               curante::personal_data::Contract, curante::database::Contract,
               curante::clock::Contract, curante::audit::Contract);
