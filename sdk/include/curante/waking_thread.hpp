// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "curante/fault.hpp"
#include "curante/host.hpp"
#include "curante/joined.hpp"

namespace curante {

/// A plugin's thread that works through what is due and sleeps until it is woken or something is
/// due again, by the monotonic clock. What `work` throws is logged and tried again after two
/// seconds. Safe from any thread; `stop` joins. Start it in `ready`, stop it in `stop`.
class WakingThread {
 public:
  struct Habits {
    /// What is logged before the reason when `work` fails: "messages cannot be sent now".
    std::string failing;
    /// Wakings that come together are worked on together.
    std::chrono::milliseconds gather{0};
  };
  /// Works until nothing is due, or until `stopping`; answers after how many milliseconds something
  /// will be, if that is known.
  using Work = std::function<std::optional<int64_t>()>;

  WakingThread(const Host& host, Habits habits, Work work)
      : host_(host), habits_(std::move(habits)), work_(std::move(work)) {}
  ~WakingThread() { stop(); }
  WakingThread(const WakingThread&) = delete;
  WakingThread& operator=(const WakingThread&) = delete;

  void start() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = false;
    }
    thread_ = std::thread([this] { loop(); });
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    woken_.notify_all();
    if (thread_.joinable()) thread_.join();
  }

  /// Something may be due.
  void wake() {
    {
      const std::lock_guard lock(mutex_);
      ++wakes_;
    }
    woken_.notify_all();
  }

  /// For `work`, between one thing that is due and the next.
  bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

 private:
  using Milliseconds = std::chrono::milliseconds;
  /// After a failure; between two looks, even if something is due at once; and while nothing seems
  /// to be, since another host may have queued something.
  static constexpr int64_t after_failure_ms = 2'000, shortest_ms = 50, longest_ms = 60'000;

  void loop() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      const uint64_t seen = wakes_;
      lock.unlock();
      const Milliseconds sleep(worked());
      lock.lock();
      woken_.wait_for(lock, sleep, [&] { return stopping_ || wakes_ != seen; });
      woken_.wait_for(lock, habits_.gather, [&] { return stopping_; });
    }
  }

  int64_t worked() {
    try {
      return std::clamp(work_().value_or(longest_ms), shortest_ms, longest_ms);
    } catch (const Error& e) {
      host_.warning(detail::joined({habits_.failing, ": ", e.code()}));
    } catch (const std::exception& e) {
      host_.error(detail::joined({habits_.failing, ": ", fault_of(e)}));
    }
    return after_failure_ms;
  }

  Host host_;
  Habits habits_;
  Work work_;
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  uint64_t wakes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace curante
