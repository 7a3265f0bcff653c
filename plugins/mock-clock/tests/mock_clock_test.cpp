// SPDX-License-Identifier: Apache-2.0
#include "mock_clock.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace curante::mock_clock {
namespace {

const CallContext nobody{nullptr, nullptr};
constexpr int64_t hour = 3'600'000;

TEST(MockClock, StartsWhereItIsToldAndRuns) {
  MockClock clock(Instant::parse("2026-03-29T00:30:00Z"));
  const clock::Reading first = clock.on(nobody, clock::Now{});
  EXPECT_EQ(first.local_time, "2026-03-29 01:30:00");
  clock::Reading next = first;
  while (next.now == first.now) next = clock.on(nobody, clock::Now{});
  EXPECT_GT(next.now, first.now);
}

TEST(MockClock, MovesBothWaysAcrossSummerTime) {
  MockClock clock(Instant::parse("2026-03-29T00:30:00Z"));
  EXPECT_EQ(clock.on(nobody, clock::Move{hour}).local_time, "2026-03-29 03:30:00");
  EXPECT_EQ(clock.on(nobody, clock::Move{-hour}).local_time, "2026-03-29 01:30:00");
  EXPECT_EQ(clock.on(nobody, clock::Move{-24 * hour}).today.iso(), "2026-03-28");
}

TEST(MockClock, RefusesTimesWithoutACalendar) {
  MockClock clock(Instant::parse("2026-03-29T00:30:00Z"));
  for (const int64_t by : {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min(),
                           -31 * 366 * 24 * hour, 200 * 366 * 24 * hour}) {
    try {
      clock.on(nobody, clock::Move{by});
      FAIL() << by;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "clock-out-of-range");
    }
  }
  EXPECT_EQ(clock.on(nobody, clock::Now{}).today.iso(), "2026-03-29");
}

}  // namespace
}  // namespace curante::mock_clock
