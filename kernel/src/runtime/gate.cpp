// SPDX-License-Identifier: Apache-2.0
#include "runtime/gate.hpp"

#include <thread>

#include "curante/error.hpp"
#include "runtime/context.hpp"

namespace curante::kernel {

void Gate::wait(const curante_context& context) {
  if (CallFrame::inside(plugin_)) return;
  using Clock = std::chrono::steady_clock;
  auto until = Clock::now() + longest_wait;
  if (context.deadline_ns != 0) {
    until = std::min(until, Clock::time_point(std::chrono::nanoseconds(context.deadline_ns)));
  }
  do {
    // Outside while it waits: whoever holds the gate waits for all to be out. Also when it gives
    // up, since a pass that was not granted gives nothing back.
    inside_.fetch_sub(1, std::memory_order_release);
    std::unique_lock lock(mutex_);
    const bool open = released_.wait_until(lock, until, [&] { return !held_; });
    if (!open) {
      throw Error("plugin-changing", plugin_ + " is being replaced or stopped", "try again");
    }
    inside_.fetch_add(1, std::memory_order_seq_cst);
  } while (held_.load(std::memory_order_seq_cst));
}

void Gate::hold() {
  held_.store(true, std::memory_order_seq_cst);
}

bool Gate::drain(std::chrono::milliseconds limit) const {
  const auto until = std::chrono::steady_clock::now() + limit;
  while (inside_.load(std::memory_order_seq_cst) > 0) {
    if (std::chrono::steady_clock::now() > until) return false;
    // Leaving is on every call's way, so it wakes nobody; who waits here looks again instead.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

void Gate::release() {
  const std::lock_guard lock(mutex_);
  held_ = false;
  released_.notify_all();
}

}  // namespace curante::kernel
