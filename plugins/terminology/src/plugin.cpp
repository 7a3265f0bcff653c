// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "clock.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"
#include "terminology_migrations.hpp"
#include "terminology_service.hpp"
#include "terminology_tables.hpp"
#include "terminology_verbs.hpp"

namespace curante::terminology {

class TerminologyPlugin : public Plugin {
 public:
  explicit TerminologyPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        verbs_(service_),
        service_edge_(provide<Contract>(host, service_)),
        verbs_edge_(provide<verbs::Contract>(host, verbs_)) {}

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    pool_.emplace(connection.uri, connection.max_connections);
    postgres::migrate(*pool_, embedded::terminology_migrations());
    const std::string region = host_.setting("catalogue_region", host_.setting("region_code"));
    service_.open(*pool_, embedded::terminology_tables(), region,
                  [this] { return clock_.ask(host_.background(), clock::Now{}).today; });
  }

  std::vector<Service*> services() override { return {service_edge_.get(), verbs_edge_.get()}; }

 private:
  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  std::optional<postgres::Pool> pool_;
  TerminologyService service_;
  TerminologyVerbs verbs_;
  std::unique_ptr<Service> service_edge_;
  std::unique_ptr<Service> verbs_edge_;
};

}  // namespace curante::terminology

CURANTE_PLUGIN(curante::terminology::TerminologyPlugin, curante::terminology::Contract,
               curante::verbs::Contract, curante::database::Contract, curante::clock::Contract);
