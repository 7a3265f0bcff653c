// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "database.hpp"

namespace curante::database {

/// A schema and a role for each plugin: the role owns its schema and sees nothing else, logs in with a
/// password of its own (SCRAM) and may hold a limited number of connections. Safe from any thread.
class RoleStore {
 public:
  /// `admin_uri` may create databases and roles; `password_directory` keeps a 0600 file a role.
  RoleStore(std::string admin_uri, std::string password_directory, int connections);

  /// Makes the practice's database and its extensions. Throws Error{"database-unavailable"}.
  void prepare();
  /// The plugin's connection; makes role and schema when they are missing.
  Connection connection_of(const std::string& plugin);
  /// The database's version, or empty when it does not answer.
  std::string server_version() const;

 private:
  std::string password_of(const std::string& role);
  std::string practice_uri(const std::string& credentials) const;

  std::string admin_uri_, password_directory_;
  int connections_;
  std::mutex mutex_;
};

/// "curante.mock-clock" → "curante_mock_clock"
std::string role_name(const std::string& plugin);

}  // namespace curante::database
