// SPDX-License-Identifier: Apache-2.0
#include "isolation/event_allowance.hpp"

#include <algorithm>
#include <utility>

namespace curante::isolation {

void EventAllowance::check_size(size_t octets) {
  if (octets <= limits_.largest) return;
  const std::lock_guard lock(mutex_);
  refuse(Error("event-too-large",
               "an event is larger than " + std::to_string(limits_.largest >> 10) + " KiB",
               "tell that something changed, and let who hears it ask for what"));
}

void EventAllowance::take(size_t octets, Clock::time_point now) {
  check_size(octets);
  const auto size = static_cast<double>(octets);
  const std::lock_guard lock(mutex_);
  if (filled_ == Clock::time_point()) filled_ = now;
  const double passed = std::max(0.0, std::chrono::duration<double>(now - filled_).count());
  filled_ = std::max(filled_, now);
  events_ = std::min(limits_.events, events_ + passed * limits_.events_a_second);
  octets_ = std::min(limits_.octets, octets_ + passed * limits_.octets_a_second);
  if (events_ < 1 || octets_ < size) {
    refuse(Error("event-too-often", "it publishes more, or more often, than a plugin may",
                 "tell once of many changes, and let who hears it ask for them"));
  }
  events_ -= 1;
  octets_ -= size;
  // Soon after, the next might be refused again: that is no end of it.
  if (!refusing_ || events_ < limits_.events / 2 || octets_ < limits_.octets / 2) return;
  refusing_ = false;
  log_.line(CURANTE_LOG_WARNING, plugin_,
            "refused events: " + std::to_string(std::exchange(refused_in_a_row_, 0)) +
                " in all; it publishes within its bounds again");
}

/// The lock is held.
void EventAllowance::refuse(const Error& why) {
  ++refused_;
  ++refused_in_a_row_;
  if (!std::exchange(refusing_, true)) {
    log_.line(CURANTE_LOG_WARNING, plugin_,
              "refused events: " + why.message() + " [" + why.code() + "]; " + why.remedy());
  }
  throw why;
}

uint64_t EventAllowance::refused() const {
  const std::lock_guard lock(mutex_);
  return refused_;
}

}  // namespace curante::isolation
