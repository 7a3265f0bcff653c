// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "clock.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"
#include "formulary_data.hpp"
#include "formulary_migrations.hpp"
#include "formulary_service.hpp"
#include "formulary_verbs.hpp"

namespace curante::formulary {

class FormularyPlugin : public Plugin {
 public:
  explicit FormularyPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        verbs_(service_),
        service_edge_(provide<Contract>(host, service_)),
        verbs_edge_(provide<verbs::Contract>(host, verbs_)) {}

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    pool_.emplace(connection.uri, connection.max_connections);
    postgres::migrate(*pool_, embedded::formulary_migrations());
    service_.open(*pool_, embedded::formulary_data(), [this](const CallContext& context) {
      return clock_.ask(context, clock::Now{}).today;
    });
  }

  std::vector<Service*> services() override { return {service_edge_.get(), verbs_edge_.get()}; }

 private:
  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  std::optional<postgres::Pool> pool_;
  FormularyService service_;
  FormularyVerbs verbs_;
  std::unique_ptr<Service> service_edge_;
  std::unique_ptr<Service> verbs_edge_;
};

}  // namespace curante::formulary

CURANTE_PLUGIN(curante::formulary::FormularyPlugin, curante::formulary::Contract,
               curante::verbs::Contract, curante::database::Contract, curante::clock::Contract);
