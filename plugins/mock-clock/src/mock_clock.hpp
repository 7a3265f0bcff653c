// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <mutex>

#include "clock.hpp"
#include "curante/context.hpp"

namespace curante::mock_clock {

/// A clock that runs like a real one and can be moved, forwards and back. Safe from any thread.
class MockClock {
 public:
  explicit MockClock(Instant start) : start_(start) {}

  clock::Reading on(const CallContext& context, const clock::Now& call);
  /// Throws Error{"clock-out-of-range"} for a time before 1996 or from 2200 on, where civil time is
  /// not known.
  clock::Reading on(const CallContext& context, const clock::Move& call);

  /// Moves the start, before any call.
  void start_at(Instant start);

 private:
  using Steady = std::chrono::steady_clock;
  Instant now() const;

  mutable std::mutex mutex_;
  Instant start_;
  Steady::time_point since_ = Steady::now();
};

}  // namespace curante::mock_clock
