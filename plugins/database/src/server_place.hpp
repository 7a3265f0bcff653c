// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <string>

#include "descriptor.hpp"

namespace curante::database {

/// Where a PostgreSQL server listens. Values; safe to read from any thread.
class ServerPlace {
 public:
  /// `host` is a folder of Unix sockets or a machine's name. Asks the name service.
  /// Throws Error{"database-unavailable"} for a name that nobody knows.
  ServerPlace(const std::string& host, const std::string& port);

  /// A socket that is being connected and blocks nobody: writable once it is. Empty when the server
  /// is not there.
  Descriptor connect() const;

 private:
  sockaddr_storage address_{};
  socklen_t size_ = 0;
};

/// The path of PostgreSQL's Unix socket in a folder, as clients look for it.
std::string socket_path(const std::string& folder, const std::string& port = "5432");

}  // namespace curante::database
