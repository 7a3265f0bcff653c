// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "curante/postgres/pool.hpp"
#include "role_passwords.hpp"

namespace curante::database {

/// The plugins' roles and schemas: each plugin owns a schema that nobody else may look into, and
/// comes in by a role that may do nothing else. Safe to use from any thread.
class PluginSchemas {
 public:
  /// `owner` may create roles and schemas; `place` is a connection string without a user.
  PluginSchemas(postgres::Pool& owner, std::string place, RolePasswords passwords,
                int connections_per_plugin);

  /// The extensions that rooms may count on, in the schema public, which nobody may write to.
  void prepare();

  /// Connection string of the plugin's own role. Throws Error{"plugin-unknown"} for no plugin's id,
  /// {"role-taken"} when another plugin's id makes the same name.
  std::string connect(const std::string& plugin) { return connect(plugin, place_); }
  /// The same for one that reaches the server at another place than the host does.
  std::string connect(const std::string& plugin, const std::string& place);

 private:
  std::string make(const std::string& plugin);
  void make_role(pqxx::transaction_base& tx, const std::string& role, const std::string& plugin,
                 RolePassword& password);

  postgres::Pool& owner_;
  std::string place_;
  RolePasswords passwords_;
  int connections_;
  std::mutex mutex_;
  std::map<std::string, std::string> made_;  ///< plugin → its words, without the place
};

/// "curante.mock-clock" → "curante_mock_clock".
std::string role_name(const std::string& plugin);

}  // namespace curante::database
