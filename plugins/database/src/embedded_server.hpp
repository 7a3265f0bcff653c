// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>

#include "cluster_directory.hpp"

namespace curante::database {

/// A PostgreSQL that runs as a child of this process and listens on a Unix socket alone. When it
/// dies it is started again at once; it ends with this object, and with the process whichever way
/// that ends.
class EmbeddedServer {
 public:
  using Warn = std::function<void(const std::string&)>;

  EmbeddedServer(std::string directory, Warn warn);
  ~EmbeddedServer() { stop(); }

  /// Returns when the server takes connections. Throws what ClusterDirectory throws, and
  /// Error{"database-start"} when the server does not come up.
  void start();
  /// Lets the server finish what it does and end; harder after 10 s. May be repeated.
  void stop();

  /// Connection string of the superuser, without a database.
  std::string owner() const;
  const ClusterDirectory& directory() const { return directory_; }
  int restarts() const { return restarts_; }
  pid_t pid() const;

 private:
  void supervise(std::promise<void>& started);
  bool bring_up();
  void spawn();
  bool wait_until_ready();
  bool await_end();
  bool pause(std::chrono::milliseconds time);
  void signal_server(int signal);

  ClusterDirectory directory_;
  Warn warn_;
  std::atomic<int> restarts_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  pid_t server_ = -1;
  std::thread supervisor_;
};

}  // namespace curante::database
