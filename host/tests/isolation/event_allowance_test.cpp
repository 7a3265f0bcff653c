// SPDX-License-Identifier: Apache-2.0
// A plugin tells much, but no flood; what is refused is counted, and told once.
#include "isolation/event_allowance.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace curante::isolation {
namespace {

using std::chrono::milliseconds;

class EventAllowanceTest : public testing::Test {
 protected:
  std::string take(size_t octets, milliseconds after = {}) {
    now_ += after;
    try {
      allowance_.take(octets, now_);
      return "taken";
    } catch (const Error& e) {
      return e.code();
    }
  }
  static size_t lines(const std::string& text) {
    return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  Clock::time_point now_ = Clock::now();
  kernel::Log log_{CURANTE_LOG_WARNING};
  EventAllowance allowance_{log_, "it.loud", {100, 10, 2, 500, 100}};
};

TEST_F(EventAllowanceTest, BoundsTheSizeOfOne) {
  EXPECT_EQ(take(100), "taken");
  EXPECT_EQ(take(101), "event-too-large");
  EXPECT_EQ(allowance_.refused(), 1u);
}

TEST_F(EventAllowanceTest, BoundsTheirNumber) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(take(1), "taken") << i;
  EXPECT_EQ(take(1), "event-too-often");
  EXPECT_EQ(take(1, milliseconds(499)), "event-too-often");
  EXPECT_EQ(take(1, milliseconds(2)), "taken");
  EXPECT_EQ(take(1), "event-too-often");
}

TEST_F(EventAllowanceTest, BoundsTheirOctets) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(take(100), "taken") << i;
  EXPECT_EQ(take(100), "event-too-often");
  EXPECT_EQ(take(100, milliseconds(1001)), "taken");
}

TEST_F(EventAllowanceTest, SaysOnceThatItRefusesAndOnceThatItDoesNotAnyMore) {
  testing::internal::CaptureStderr();
  for (int i = 0; i < 100; ++i) take(1, milliseconds(10));
  std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(lines(log), 1u) << log;
  EXPECT_NE(log.find("it.loud refused events: "), std::string::npos) << log;
  EXPECT_NE(log.find("[event-too-often]; tell once of many changes"), std::string::npos) << log;

  testing::internal::CaptureStderr();
  EXPECT_EQ(take(1, std::chrono::minutes(1)), "taken");
  log = testing::internal::GetCapturedStderr();
  EXPECT_NE(log.find(std::to_string(allowance_.refused()) + " in all"), std::string::npos) << log;
}

TEST_F(EventAllowanceTest, NeverGrowsBeyondItsMost) {
  EXPECT_EQ(take(1), "taken");
  now_ += std::chrono::hours(1);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(take(1), "taken") << i;
  EXPECT_EQ(take(1), "event-too-often");
}

}  // namespace
}  // namespace curante::isolation
