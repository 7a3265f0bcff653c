// SPDX-License-Identifier: Apache-2.0
#include "courier_thread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "curante/fault.hpp"

namespace curante::red_recipes {
namespace {

/// After a failure that no file is to blame for, and the longest sleep while another host may have
/// queued something.
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

void CourierThread::resume(const Id& account) {
  {
    const std::lock_guard lock(mutex_);
    resumed_.push_back(account);
  }
  wake();
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
      host_.warning(fmt::format("red recipes cannot be sent now: {}", e.code()));
    } catch (const std::exception& e) {
      host_.error(fmt::format("red recipes cannot be sent now: {}", fault_of(e)));
    }
    lock.lock();
    woken_.wait_for(lock, std::chrono::milliseconds(sleep_ms),
                    [&] { return stopping_ || wakes_ != seen; });
  }
}

int64_t CourierThread::work() {
  while (true) {
    std::vector<Id> resumed;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return 0;
      resumed = std::exchange(resumed_, {});
    }
    for (const Id& account : resumed) files_.resume(account);
    if (!courier_.step()) break;
  }
  return std::clamp(files_.next_due_ms().value_or(longest_ms), shortest_ms, longest_ms);
}

}  // namespace curante::red_recipes
