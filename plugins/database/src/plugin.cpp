// SPDX-License-Identifier: Apache-2.0
#include "curante/plugin.hpp"
#include "database_service.hpp"

namespace curante::database {

class DatabasePlugin : public Plugin {
 public:
  explicit DatabasePlugin(const Host& host)
      : database_(choice_of(host), [host](const std::string& text) { host.warning(text); }),
        service_(provide<Contract>(host, database_)) {}
  void start() override { database_.start(); }
  void stop() override { database_.stop(); }
  std::vector<Service*> services() override { return {service_.get()}; }

 private:
  static ServerChoice choice_of(const Host& host) {
    ServerChoice choice;
    choice.directory = host.setting("directory");
    if (choice.directory.empty()) choice.directory = host.required_setting("data") + "/database";
    choice.connection = host.setting("connection");
    choice.password_file = host.setting("connection_password_file");
    choice.connections = static_cast<int32_t>(host.setting_int("connections_per_plugin", 8));
    return choice;
  }

  DatabaseService database_;
  std::unique_ptr<Service> service_;
};

}  // namespace curante::database

CURANTE_PLUGIN(curante::database::DatabasePlugin, curante::database::Contract);
