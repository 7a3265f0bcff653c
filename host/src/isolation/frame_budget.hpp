// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace curante::isolation {

/// What one process may have on its way into this one, over all its channels: large frames hold
/// room from when they say how large they are until they were answered. Any thread.
class FrameBudget {
 public:
  struct Limits {
    size_t octets = 128u << 20;
    std::chrono::milliseconds longest{30'000};  ///< from a frame's first octet to its last
  };
  explicit FrameBudget(Limits limits) : limits_(limits) {}

  const Limits& limits() const { return limits_; }
  /// Waits for room; gives whether there was until then. Throws Disconnected after `close`.
  bool take(size_t octets, std::chrono::steady_clock::time_point until);
  void give_back(size_t octets);
  /// Nobody waits any more.
  void close();

 private:
  const Limits limits_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t taken_ = 0;
  bool closed_ = false;
};

}  // namespace curante::isolation
