// SPDX-License-Identifier: Apache-2.0
#include "real_clock.hpp"

#include <gtest/gtest.h>

#include <ctime>

#include "rules/rome_time.hpp"

namespace curante::clock {
namespace {

const CallContext nobody{nullptr, nullptr};

TEST(RealClock, TellsTheMachinesTime) {
  RealClock clock;
  const int64_t before = static_cast<int64_t>(std::time(nullptr)) * 1000;
  const Reading reading = clock.on(nobody, Now{});
  const int64_t after = (static_cast<int64_t>(std::time(nullptr)) + 1) * 1000;
  EXPECT_GE(reading.now.ms, before);
  EXPECT_LE(reading.now.ms, after);
  EXPECT_EQ(reading.today, rome::date(reading.now));
  EXPECT_EQ(reading.local_time, rome::text(reading.now));
}

TEST(RealClock, RefusesToBeMoved) {
  RealClock clock;
  try {
    clock.on(nobody, Move{60'000});
    FAIL() << "a real clock was moved";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "clock-fixed");
  }
}

}  // namespace
}  // namespace curante::clock
