// SPDX-License-Identifier: Apache-2.0
#include "rules/rome_time.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace curante::rome {
namespace {

std::string at(const char* utc) {
  return text(Instant::parse(utc));
}

TEST(RomeTime, IsAnHourAheadInWinterAndTwoInSummer) {
  EXPECT_EQ(at("2026-11-23T17:20:00Z"), "2026-11-23 18:20:00");
  EXPECT_EQ(at("2026-07-01T17:20:00Z"), "2026-07-01 19:20:00");
}

TEST(RomeTime, SummerBeginsAtOneUtcOfTheLastSundayOfMarch) {
  EXPECT_EQ(at("2026-03-29T00:59:59Z"), "2026-03-29 01:59:59");
  EXPECT_EQ(at("2026-03-29T01:00:00Z"), "2026-03-29 03:00:00");
}

TEST(RomeTime, SummerEndsAtOneUtcOfTheLastSundayOfOctober) {
  EXPECT_EQ(at("2026-10-25T00:59:59Z"), "2026-10-25 02:59:59");
  EXPECT_EQ(at("2026-10-25T01:00:00Z"), "2026-10-25 02:00:00");
}

TEST(RomeTime, TheDayChangesAtMidnightOfRome) {
  EXPECT_EQ(date(Instant::parse("2026-12-31T22:59:59Z")).iso(), "2026-12-31");
  EXPECT_EQ(date(Instant::parse("2026-12-31T23:00:00Z")).iso(), "2027-01-01");
  EXPECT_EQ(date(Instant::parse("2026-06-30T22:00:00Z")).iso(), "2026-07-01");
}

// Before the test program has threads, so TZ may be set.
TEST(RomeTime, AgreesWithTheSystemsTablesFrom1996To2037) {
  setenv("TZ", "Europe/Rome", 1);
  tzset();
  std::tm probe{};
  const time_t july = 1'782'900'000;
  localtime_r(&july, &probe);
  if (probe.tm_gmtoff != 7200) GTEST_SKIP() << "this machine has no time zone tables";
  const int64_t first = Instant::parse("1996-01-01T00:00:00Z").ms / 1000;
  const int64_t last = Instant::parse("2037-12-31T00:00:00Z").ms / 1000;
  for (int64_t second = first; second < last; second += 1799) {
    const auto given = static_cast<time_t>(second);
    std::tm local{};
    localtime_r(&given, &local);
    ASSERT_EQ(utc_offset_ms(Instant{second * 1000}), local.tm_gmtoff * 1000) << second;
  }
}

}  // namespace
}  // namespace curante::rome
