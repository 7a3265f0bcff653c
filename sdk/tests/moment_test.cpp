// SPDX-License-Identifier: Apache-2.0
#include "curante/moment.hpp"

#include <gtest/gtest.h>

namespace curante {
namespace {

TEST(Date, EveryDayComesBack) {
  for (int32_t days = -200'000; days < 200'000; days += 17) {
    const Date date{days};
    EXPECT_EQ(Date::parse(date.iso()).days, days);
  }
}

TEST(Date, OnlyRealDaysAreAccepted) {
  for (const char* bad : {"2026-02-29", "2026-13-01", "2026-00-10", "26-01-01", "2026/01/01",
                          "2026-1-1", "2026-01-0a", "", "2026-01-011", "-026-01-01"}) {
    EXPECT_THROW(Date::parse(bad), Error) << bad;
  }
  EXPECT_EQ(Date::parse("2024-02-29").iso(), "2024-02-29");
}

TEST(Instant, KeepsMilliseconds) {
  EXPECT_EQ(Instant::parse("2026-11-23T17:20:00.125Z").iso(), "2026-11-23T17:20:00.125Z");
  EXPECT_EQ(Instant::parse("2026-11-23T17:20:00Z").iso(), "2026-11-23T17:20:00.000Z");
  EXPECT_EQ(Instant{-1}.iso(), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(Instant::parse("1969-12-31T23:59:59.999Z").ms, -1);
}

TEST(Instant, OnlyUtcInIsoFormIsAccepted) {
  for (const char* bad : {"2026-11-23", "2026-11-23 17:20:00", "2026-11-23T17:20:00",
                          "2026-11-23T25:20:00Z", "2026-11-23T17:20:00+01:00", "2026-11-23T17:20:00.1Z"}) {
    EXPECT_THROW(Instant::parse(bad), Error) << bad;
  }
}

}  // namespace
}  // namespace curante
