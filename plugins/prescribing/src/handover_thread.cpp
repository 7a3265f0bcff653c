// SPDX-License-Identifier: Apache-2.0
#include "handover_thread.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "curante/fault.hpp"

namespace curante::prescribing {
namespace {

/// After a failure that no recipe is to blame for, and the longest sleep while another host may
/// work.
constexpr int64_t after_failure_ms = 2'000;
constexpr int64_t longest_ms = 60'000;
constexpr int64_t shortest_ms = 100;
/// Recipes that are accepted together are looked at together.
constexpr int64_t gather_ms = 100;

}  // namespace

void HandoverThread::start() {
  stopping_ = false;
  thread_ = std::thread([this] { loop(); });
}

void HandoverThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void HandoverThread::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++wakes_;
  }
  woken_.notify_all();
}

void HandoverThread::message_changed(const Id& message) {
  {
    const std::lock_guard lock(mutex_);
    changed_.push_back(message);
  }
  wake();
}

void HandoverThread::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const uint64_t seen = wakes_;
    lock.unlock();
    int64_t sleep_ms = after_failure_ms;
    try {
      sleep_ms = work();
    } catch (const Error& e) {
      host_.warning(fmt::format("recipes cannot be handed to patients now: {}", e.code()));
    } catch (const std::exception& e) {
      host_.error(fmt::format("recipes cannot be handed to patients now: {}", fault_of(e)));
    }
    lock.lock();
    woken_.wait_for(lock, std::chrono::milliseconds(sleep_ms),
                    [&] { return stopping_ || wakes_ != seen; });
    woken_.wait_for(lock, std::chrono::milliseconds(gather_ms), [&] { return stopping_; });
  }
}

int64_t HandoverThread::work() {
  bool all = false;
  std::vector<Id> changed;
  {
    const std::lock_guard lock(mutex_);
    all = std::exchange(look_at_all_, false);
    changed = std::exchange(changed_, {});
  }
  try {
    if (all || !changed.empty()) handover_.look_after(all ? std::vector<Id>() : changed);
  } catch (const Error& e) {
    // Without messages/1 there is nothing to look at; what it tells later starts this anew.
    const std::lock_guard lock(mutex_);
    look_at_all_ = e.code() != "contract-unavailable";
    if (look_at_all_) throw;
  }
  while (handover_.step()) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return 0;
  }
  return std::clamp(store_.next_due_ms().value_or(longest_ms), shortest_ms, longest_ms);
}

}  // namespace curante::prescribing
