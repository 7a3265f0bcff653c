// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>

#include "curante/context.hpp"
#include "database.hpp"
#include "embedded_server.hpp"
#include "plugin_schemas.hpp"
#include "role_gates.hpp"

namespace curante::database {

/// What the room is told to use.
struct ServerChoice {
  std::string directory;      ///< of the embedded server; of the passwords in any case
  std::string connection;     ///< of an external server's owner; empty: the embedded server
  std::string password_file;  ///< that owner's password
  int32_t connections = 8;    ///< for each plugin
};

/// database/1 on an embedded or external PostgreSQL. Calls may come from any thread once `start`
/// has returned.
class DatabaseService {
 public:
  DatabaseService(ServerChoice choice, EmbeddedServer::Warn warn);
  ~DatabaseService();

  void start();
  void stop();

  Connection on(const CallContext& context, const Connect& call);
  Health on(const CallContext& context, const CheckHealth& call);

 private:
  void start_embedded();
  void start_external();
  void make_database(const std::string& owner);
  std::string connect_isolated(const std::string& caller, const std::string& folder);
  void open_gates();

  ServerChoice choice_;
  EmbeddedServer::Warn warn_;
  std::unique_ptr<EmbeddedServer> server_;
  std::unique_ptr<postgres::Pool> owner_, probe_;
  std::unique_ptr<PluginSchemas> schemas_;
  std::mutex mutex_;  ///< of the two below
  std::string database_;
  std::unique_ptr<RoleGates> gates_;  ///< made when the first isolated plugin comes
};

}  // namespace curante::database
