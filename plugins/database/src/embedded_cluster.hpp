// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace curante::database {

/// A PostgreSQL cluster of our own: made at first start, run as a direct child, reached through a Unix
/// socket alone. A server that dies is started again at once.
///
/// Thread-safety: `start` and `stop` on one thread; the rest from any.
class EmbeddedCluster {
 public:
  struct Options {
    std::string directory;           ///< holds cluster, log and passwords; made if missing
    std::string postgres_directory;  ///< where initdb and postgres are
    std::function<void(const std::string&)> report;  ///< told of restarts
  };

  explicit EmbeddedCluster(Options options);
  ~EmbeddedCluster();

  /// Makes the cluster if there is none, and waits until it answers. Throws Error{"data-directory",
  /// "program-missing", "program-failed", "database-start"}.
  void start();
  /// Fast shutdown; waits for it.
  void stop();

  /// libpq string of the superuser, for this process's own user alone (peer authentication).
  std::string admin_uri() const;
  const std::string& socket_directory() const { return socket_directory_; }
  int restarts() const { return restarts_; }

 private:
  void make_cluster();
  void write_configuration();
  void supervise();
  void launch();
  void wait_until_up();

  Options options_;
  std::string cluster_, socket_directory_, log_file_;
  std::thread supervisor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  pid_t child_ = -1;
  bool stopping_ = false;
  std::string problem_;
  std::atomic<int> restarts_{0};
};

}  // namespace curante::database
