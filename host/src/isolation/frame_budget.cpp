// SPDX-License-Identifier: Apache-2.0
#include "isolation/frame_budget.hpp"

#include "isolation/wire.hpp"

namespace curante::isolation {

bool FrameBudget::take(size_t octets, Clock::time_point until) {
  std::unique_lock lock(mutex_);
  const auto room = [&] { return closed_ || octets <= limits_.octets - taken_; };
  if (!changed_.wait_until(lock, until, room)) return false;
  if (closed_) throw Disconnected();
  taken_ += octets;
  return true;
}

void FrameBudget::give_back(size_t octets) {
  const std::lock_guard lock(mutex_);
  taken_ -= octets;
  changed_.notify_all();
}

void FrameBudget::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace curante::isolation
