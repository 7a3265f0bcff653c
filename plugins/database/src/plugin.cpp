// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"

#include <filesystem>

#include <pqxx/pqxx>

#include "embedded_cluster.hpp"
#include "role_store.hpp"

namespace curante::database {

/// The practice's database, embedded or the site's own.
class DatabasePlugin : public Plugin {
 public:
  explicit DatabasePlugin(const Host& host) : host_(host), edge_(provide<Contract>(host, *this)) {}
  std::vector<Service*> services() override { return {edge_.get()}; }

  void start() override {
    directory_ = host_.setting("directory", host_.required_setting("data") + "/database");
    std::string admin_uri = host_.setting("connection");
    if (admin_uri.empty()) {
      cluster_.emplace(EmbeddedCluster::Options{
          directory_, host_.setting("postgres_directory", "/usr/lib/postgresql/15/bin"),
          [this](const std::string& what) { host_.warning("{}", what); }});
      cluster_->start();
      admin_uri = cluster_->admin_uri();
    }
    roles_.emplace(admin_uri, directory_ + "/passwords",
                   static_cast<int>(host_.setting_int("connections_per_plugin", 8)));
    try {
      roles_->prepare();
    } catch (const pqxx::broken_connection& e) {
      const std::string reason = e.what();
      throw Error("database-unavailable", reason.substr(0, reason.find('\n')),
                  "check the setting connection, and that the server runs");
    }
  }

  void stop() override {
    if (cluster_) cluster_->stop();
  }

  Connection on(const CallContext& context, const Connect&) {
    return roles_->connection_of(context.caller());
  }

  Health on(const CallContext&, const CheckHealth&) {
    Health health;
    health.server_version = roles_->server_version();
    health.reachable = !health.server_version.empty();
    health.embedded = cluster_.has_value();
    health.restarts = cluster_ ? cluster_->restarts() : 0;
    std::error_code failed;
    const auto space = std::filesystem::space(directory_, failed);
    if (!failed) health.free_bytes = static_cast<int64_t>(space.available);
    return health;
  }

 private:
  Host host_;
  std::unique_ptr<Service> edge_;
  std::string directory_;
  std::optional<EmbeddedCluster> cluster_;
  std::optional<RoleStore> roles_;
};

}  // namespace curante::database

CURANTE_PLUGIN(curante::database::DatabasePlugin, curante::database::Contract);
