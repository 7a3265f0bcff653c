// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// Gives each plugin a schema and a role of its own in the practice's PostgreSQL.
namespace curante::database {

struct Connection {
  std::string uri;               ///< libpq connection string of the caller's own role; a secret
  int32_t max_connections = 4;   ///< cap on this plugin's pool
};
CURANTE_DESCRIBE(Connection, uri, max_connections);
CURANTE_PERSONAL(Connection, uri);

/// The calling plugin's connection. Its role and schema exist afterwards. Idempotent. An isolated
/// caller gets one through a Unix socket in its folder, where its own role alone is let through;
/// Error{"database-encrypted"} when the server speaks TLS alone.
struct Connect {
  using Reply = Connection;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(Connect);

struct Health {
  bool reachable = false;
  bool embedded = false;
  int32_t restarts = 0;      ///< of the embedded server since the host started
  int64_t free_bytes = 0;    ///< on the data directory's disk
  std::string server_version;
};
CURANTE_DESCRIBE(Health, reachable, embedded, restarts, free_bytes, server_version);

struct CheckHealth {
  using Reply = Health;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(CheckHealth);

struct Contract {
  static constexpr std::string_view id = "database/1";
  using Calls = curante::Calls<Connect, CheckHealth>;
};

}  // namespace curante::database
