// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// Lots that the service refused, or that were another's. Every recipe that waits tries again each
/// minute, and each time would have the service set a lot aside that nobody may use: so what was
/// refused is asked for anew after a pause only. With another access, or other data of the doctor,
/// it is another question, and asked at once. Safe from any thread; forgotten at a restart.
class RefusedLots {
 public:
  struct Question {
    std::string account, doctor, region;
    int access = 0;  ///< revision of the credentials
    auto operator<=>(const Question&) const = default;
  };

  explicit RefusedLots(int64_t pause_ms) : pause_ms_(pause_ms) {}

  /// What the service said, as long as it is not to be asked again.
  std::optional<recipe_transmitter::Receipt> recent(const Question& question, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto found = refused_.find(question);
    // By a clock that may be moved.
    if (found == refused_.end() || std::abs(now.ms - found->second.at.ms) >= pause_ms_) return {};
    return found->second.receipt;
  }
  void note(const Question& question, const recipe_transmitter::Receipt& receipt, Instant now) {
    const std::lock_guard lock(mutex_);
    refused_[question] = {now, receipt};
  }

 private:
  struct Refusal {
    Instant at;
    recipe_transmitter::Receipt receipt;
  };

  int64_t pause_ms_;
  mutable std::mutex mutex_;
  std::map<Question, Refusal> refused_;
};

}  // namespace curante::sac
