// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "web/gateway.hpp"
#include "web/soap_request.hpp"

namespace sistema_ts {

/// Requests whose clients have gone: processed after a time, or when told to. What a network that
/// held them back would do; so they are in memory only, and lost if the simulator ends.
class LateDeliveries {
 public:
  explicit LateDeliveries(Gateway& gateway);
  ~LateDeliveries();

  /// `after` none: waits for deliver_all().
  void hold(SoapRequest request, std::optional<std::chrono::milliseconds> after);
  /// The operations of what is held, oldest first.
  std::vector<std::string> held() const;
  /// Processes all that is held, in its order, before it returns. Gives the HTTP statuses.
  std::vector<int> deliver_all();
  void forget();

 private:
  struct Held {
    SoapRequest request;
    std::optional<std::chrono::steady_clock::time_point> due;
  };
  void run();
  /// When the next one is due; needs the lock.
  std::optional<std::chrono::steady_clock::time_point> next_due() const;

  Gateway& gateway_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Held> held_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sistema_ts
