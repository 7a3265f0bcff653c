// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include "clock.hpp"
#include "curante/json.hpp"
#include "curante/postgres/migrate.hpp"
#include "database.hpp"
#include "documents_migrations.hpp"
#include "documents_service.hpp"
#include "personal_data_service.hpp"

namespace curante::documents {

/// Setting `fonts`: families to print with, in order of preference.
class DocumentsPlugin : public Plugin {
 public:
  explicit DocumentsPlugin(const Host& host)
      : host_(host),
        database_(host),
        clock_(host),
        documents_({[this](const CallContext& c) { return clock_.ask(c, clock::Now{}).now; },
                    [host](const std::string& text) { host.warning(text); }}),
        personal_data_(
            {[host](const DocumentRecord& record) { return to_json(host, record); },
             [host](const std::string& text) { return from_json<DocumentRecord>(host, text); }}),
        documents_edge_(provide<Contract>(host, documents_)),
        personal_data_edge_(provide<personal_data::Contract>(host, personal_data_)) {}

  void start() override {
    const auto connection = database_.ask(host_.background(), database::Connect{});
    pool_.emplace(connection.uri, connection.max_connections);
    postgres::migrate(*pool_, embedded::documents_migrations());
    documents_.open(*pool_, host_.setting("fonts", PromemoriaPrinter::usual_families));
    personal_data_.open(*pool_);
  }

  std::vector<Service*> services() override {
    return {documents_edge_.get(), personal_data_edge_.get()};
  }

 private:
  Host host_;
  Use<database::Contract> database_;
  Use<clock::Contract> clock_;
  std::optional<postgres::Pool> pool_;
  DocumentsService documents_;
  PersonalDataService personal_data_;
  std::unique_ptr<Service> documents_edge_;
  std::unique_ptr<Service> personal_data_edge_;
};

}  // namespace curante::documents

CURANTE_PLUGIN(curante::documents::DocumentsPlugin, curante::documents::Contract,
               curante::personal_data::Contract, curante::database::Contract,
               curante::clock::Contract);
