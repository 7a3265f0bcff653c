// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "audit_migrations.hpp"
#include "audit_service.hpp"
#include "audit_verbs.hpp"
#include "clock.hpp"
#include "curante/events.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"

namespace curante::audit {

class AuditPlugin : public Plugin {
 public:
  explicit AuditPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        verbs_(service_),
        audit_edge_(provide<Contract>(host, service_)),
        verbs_edge_(provide<verbs::Contract>(host, verbs_)) {}

  std::vector<Service*> services() override { return {audit_edge_.get(), verbs_edge_.get()}; }

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    pool_.emplace(connection.uri, connection.max_connections);
    postgres::migrate(*pool_, embedded::audit_migrations());
    const std::string data = host_.setting("data");
    service_.open({*pool_, [this] { return clock_.ask(host_.background(), clock::Now{}).now; },
                   [host = host_](const std::string& text) { host.warning(text); },
                   host_.setting("heads_file", data.empty() ? "" : data + "/audit-heads")});
    calls_.emplace(host_, [this](const CallContext&, const kernel_events::CallMade& call) {
      service_.record(call);
    });
  }
  void stop() override { service_.close(); }

 private:
  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  std::optional<postgres::Pool> pool_;
  AuditService service_;
  AuditVerbs verbs_;
  std::unique_ptr<Service> audit_edge_, verbs_edge_;
  std::optional<Subscription<kernel_events::CallMade>> calls_;
};

}  // namespace curante::audit

CURANTE_PLUGIN(curante::audit::AuditPlugin, curante::audit::Contract, curante::verbs::Contract,
               curante::database::Contract, curante::clock::Contract);
