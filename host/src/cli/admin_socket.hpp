// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "runtime/host.hpp"

namespace curante::kernel {

/// Where the host of a data directory listens for its own tools. In the directory itself, or under
/// /tmp when that name would be longer than a socket's address may be.
std::string admin_socket_path(const std::string& data_directory);

/// The host's local door: a Unix socket for `curante call`, `plugins` and the rooms' verbs. Only root
/// and the host's own user get in (the kernel tells who is at the other end).
///
/// One JSON object a line in, one or more out; the last has "done". Any number of clients.
class AdminSocket {
 public:
  /// `operator_permissions`: what a local operator may do who names no user.
  /// Throws Error{"admin-socket"} when the socket cannot be made.
  AdminSocket(Host& host, const std::string& path, std::vector<std::string> operator_permissions);
  ~AdminSocket();

 private:
  struct Session;
  void accept_loop();
  void serve(int fd);

  Host& host_;
  std::string path_;
  std::vector<std::string> operator_permissions_;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::vector<std::pair<int, std::thread>> sessions_;
  std::thread acceptor_;
};

}  // namespace curante::kernel
