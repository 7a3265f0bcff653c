// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <string>

namespace curante::kernel {

/// The tool's end of the host's local socket.
class AdminClient {
 public:
  /// Throws Error{"host-unreachable"} when no host runs on this data directory.
  explicit AdminClient(const std::string& data_directory);
  ~AdminClient();
  AdminClient(const AdminClient&) = delete;
  AdminClient& operator=(const AdminClient&) = delete;

  using Progress = std::function<void(const boost::json::object&)>;
  /// Asks and waits for the reply. Throws the host's Error.
  boost::json::value ask(const boost::json::object& request, const Progress& progress = {});

 private:
  int fd_ = -1;
};

}  // namespace curante::kernel
