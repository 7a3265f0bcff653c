// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "isolation/wire.hpp"

namespace curante::isolation {

/// How soon a plugin whose process died is started again, and when no more. One thread at a time.
class RestartPolicy {
 public:
  struct Limits {
    size_t restarts_per_minute = 3;
    std::vector<std::chrono::milliseconds> back_off{std::chrono::milliseconds(100),
                                                    std::chrono::milliseconds(400),
                                                    std::chrono::milliseconds(1600)};
  };
  explicit RestartPolicy(Limits limits) : limits_(std::move(limits)) {}

  /// After a death: how long to wait, or nothing when it died too often.
  std::optional<std::chrono::milliseconds> after_death(Clock::time_point now) {
    while (!recent_.empty() && now - recent_.front() > std::chrono::minutes(1)) recent_.pop_front();
    if (recent_.size() >= limits_.restarts_per_minute) return std::nullopt;
    const size_t step = std::min(recent_.size(), limits_.back_off.size() - 1);
    recent_.push_back(now);
    return limits_.back_off[step];
  }

 private:
  Limits limits_;
  std::deque<Clock::time_point> recent_;
};

}  // namespace curante::isolation
