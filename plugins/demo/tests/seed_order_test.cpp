// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "seeding.hpp"

namespace curante::demo {
namespace {

TEST(SeedOrder, ReadsItsFlags) {
  const SeedOrder order =
      SeedOrder::parse({"--patients", "1500", "--seed", "9", "--lines-per-patient", "200"});
  EXPECT_EQ(order.patients, 1500);
  EXPECT_EQ(order.seed, 9u);
  EXPECT_EQ(order.extent.lines, 200);
}

TEST(SeedOrder, SaysWhatIsWrong) {
  for (const std::vector<std::string>& bad : {std::vector<std::string>{},
                                              {"--patients"},
                                              {"--patients", "0"},
                                              {"--patients", "many"},
                                              {"--patients", "10", "--colour", "blue"},
                                              {"--patients", "10", "--seed", "-1"}}) {
    try {
      SeedOrder::parse(bad);
      ADD_FAILURE() << "was accepted";
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "usage");
    }
  }
}

}  // namespace
}  // namespace curante::demo
