// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/ServerSocket.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace curante::sac {

/// An HTTP proxy that knows CONNECT alone, one tunnel after another.
class ConnectProxy {
 public:
  /// With a user it wants Basic credentials.
  explicit ConnectProxy(std::string user = "", std::string password = "");
  ~ConnectProxy();

  std::string address() const;
  int tunnels() const { return tunnels_; }
  int rejected() const { return rejected_; }
  /// All octets that went through its tunnels in clear: nothing of ours may be among them.
  bool saw(const std::string& text) const;

 private:
  void serve();
  void serve_one(Poco::Net::StreamSocket client);
  bool pass(Poco::Net::StreamSocket& from, Poco::Net::StreamSocket& to);

  std::string expected_;
  Poco::Net::ServerSocket listening_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> tunnels_ = 0, rejected_ = 0;
  mutable std::mutex seeing_;
  std::string seen_;  ///< under seeing_
  std::thread thread_;
};

}  // namespace curante::sac
