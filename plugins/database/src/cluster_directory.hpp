// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace curante::database {

/// The files of an embedded server:
///
///   <directory>/cluster     PostgreSQL's own data directory
///   <directory>/roles       the plugins' passwords, outside what a copy of the cluster holds
///   <directory>/server.log  what the server says
class ClusterDirectory {
 public:
  explicit ClusterDirectory(std::string directory);

  /// Makes what is missing, the cluster too (with checksums, through a folder that gets its name
  /// when it is whole, so that a first start cut short leaves nothing), and writes who may enter.
  /// Throws Error{"data-directory"} for a folder that cannot be written, {"disk-full"},
  /// {"database-initialisation"}, {"postgres-missing"}.
  void prepare();

  /// Sees to a lock file that an earlier server left. Waits `patience` for a server that is still
  /// ending; throws Error{"database-in-use"} when one goes on. PostgreSQL asks only whether a
  /// process of that number lives: in a container after a crash, one often does.
  void clear_stale_lock(std::chrono::milliseconds patience = std::chrono::seconds(10)) const;

  /// The server of this process has said in its lock file that it takes connections.
  bool ready(pid_t server) const;

  int64_t free_bytes() const;
  const std::string& directory() const { return directory_; }
  std::string cluster() const { return directory_ + "/cluster"; }
  std::string roles() const { return directory_ + "/roles"; }
  std::string log() const { return directory_ + "/server.log"; }
  const std::string& socket() const { return socket_; }
  /// The last line of the log, for an error's text.
  std::string last_words() const;

 private:
  void make_directory() const;
  void initialise() const;
  void write_access_rules() const;

  std::string directory_, socket_;
};

/// The name of the superuser, whom only the host's own operating-system user may be.
inline constexpr const char* owner_role = "curante_owner";

}  // namespace curante::database
