// SPDX-License-Identifier: Apache-2.0
#include "courier_thread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace curante::messages {
namespace {

/// After a failure that no message is to blame for, and the longest sleep while another host may
/// have queued something.
constexpr int64_t after_failure_ms = 2'000;
constexpr int64_t longest_ms = 60'000;
constexpr int64_t shortest_ms = 50;

}  // namespace

void CourierThread::start() {
  stopping_ = false;
  thread_ = std::thread([this] { loop(); });
}

void CourierThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void CourierThread::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  woken_.notify_all();
}

void CourierThread::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const uint64_t seen = wakes_;
    lock.unlock();
    int64_t sleep_ms = after_failure_ms;
    try {
      sleep_ms = work();
    } catch (const Error& e) {
      host_.warning(fmt::format("messages cannot be sent now: {}", e.code()));
    } catch (const std::exception&) {
      host_.error("messages cannot be sent now, for an unknown reason");
    }
    lock.lock();
    woken_.wait_for(lock, std::chrono::milliseconds(sleep_ms),
                    [&] { return stopping_ || wakes_ != seen; });
  }
}

int64_t CourierThread::work() {
  do {
    const std::lock_guard lock(mutex_);
    if (stopping_) return 0;
  } while (courier_.step());
  return std::clamp(store_.next_due_ms().value_or(longest_ms), shortest_ms, longest_ms);
}

}  // namespace curante::messages
