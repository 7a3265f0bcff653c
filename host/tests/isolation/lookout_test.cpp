// SPDX-License-Identifier: Apache-2.0
#include "isolation/lookout.hpp"

#include <gtest/gtest.h>

#include "isolation/wire.hpp"

namespace curante::isolation {
namespace {

/// How many of the next waits look, if no look finds anything.
int looks_in_vain(Lookout& it, int waits) {
  int looks = 0;
  for (int i = 0; i < waits; ++i) {
    if (!it.due()) continue;
    ++looks;
    it.missed();
  }
  return looks;
}

TEST(Lookout, LooksAllTheTimeInBursts) {
  Lookout it(2);
  for (int burst = 0; burst < 10; ++burst) {
    for (int call = 0; call < 20; ++call) {
      EXPECT_TRUE(it.due());
      it.found();
    }
    EXPECT_TRUE(it.due());
    it.missed();
  }
}

TEST(Lookout, BecomesRareWhereItFindsNothing) {
  Lookout it(2);
  EXPECT_LT(looks_in_vain(it, 1'000), 14);
  EXPECT_EQ(looks_in_vain(it, 100 * (Lookout::most_skipped + 1)), 100);
}

TEST(Lookout, DoesNotTrustASingleHit) {
  Lookout it(2);
  looks_in_vain(it, 1'000);
  while (!it.due()) {
  }
  it.found();
  EXPECT_LT(looks_in_vain(it, 256), 3);
}

TEST(Lookout, IsForgivenByABurst) {
  Lookout it(2);
  looks_in_vain(it, 1'000);
  while (!it.due()) {
  }
  for (int call = 0; call < 9; ++call) it.found();
  EXPECT_TRUE(it.due());
  it.missed();
  EXPECT_TRUE(it.due());
}

TEST(Lookout, NeverLooksOnASingleProcessor) {
  Lookout it(1);
  EXPECT_EQ(looks_in_vain(it, 1'000), 0);
}

TEST(Lookout, KeepsAWiresLimits) {
  auto [ours, theirs] = socket_pair();
  Wire wire(std::move(ours));
  // As many as pass through looks, pauses, and the limit that the socket keeps itself.
  for (int i = 0; i < 20; ++i) {
    const auto until = Clock::now() + std::chrono::microseconds(i * 20);
    EXPECT_THROW(wire.receive(until), TimeLimit);
    EXPECT_GE(Clock::now(), until);
  }
  wire.shut();
  EXPECT_THROW(wire.receive(no_limit), Disconnected);
}

}  // namespace
}  // namespace curante::isolation
