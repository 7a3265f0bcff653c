// SPDX-License-Identifier: Apache-2.0
#include "mock_clock.hpp"

#include "rules/rome_time.hpp"

namespace curante::mock_clock {

namespace {

const Instant earliest = Instant::parse("1996-01-01T00:00:00Z");
const Instant latest = Instant::parse("2200-01-01T00:00:00Z");

clock::Reading reading(Instant now) {
  return {now, rome::date(now), rome::text(now)};
}

}  // namespace

Instant MockClock::now() const {
  const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - since_);
  return Instant{start_.ms + passed.count()};
}

void MockClock::start_at(Instant start) {
  const std::lock_guard lock(mutex_);
  start_ = start;
  since_ = Steady::now();
}

clock::Reading MockClock::on(const CallContext&, const clock::Now&) {
  const std::lock_guard lock(mutex_);
  return reading(now());
}

clock::Reading MockClock::on(const CallContext&, const clock::Move& call) {
  const std::lock_guard lock(mutex_);
  int64_t moved = 0;
  if (__builtin_add_overflow(now().ms, call.by_ms, &moved) || moved < earliest.ms ||
      moved >= latest.ms) {
    throw Error("clock-out-of-range", "l'orologio simulato va dal 1996 al 2199",
                "spostarlo di meno");
  }
  start_.ms += call.by_ms;
  return reading(now());
}

}  // namespace curante::mock_clock
