// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;

/// Region and year of a pad: what is usual is offered, and anything else is confirmed.
class UsualPadTest : public RedRoomTest {
 protected:
  UsualPadTest() { add_printer("rossa"); }

  Block set(const std::string& code, bool confirmed) {
    SetBlock call;
    call.printer = "rossa";
    call.first_code = code;
    call.confirmed = confirmed;
    return ask(call);
  }
};

TEST_F(UsualPadTest, TheDoctorsRegionAndTheYearAreOffered) {
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).usual_start, "12026");
  region_ = "";
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).usual_start, "");
  EXPECT_EQ(set("030990000002002", false).left, 100) << "without a region nothing is known";
}

TEST_F(UsualPadTest, AnotherRegionOrYearIsConfirmed) {
  for (const char* code : {"030990000002002", "030260000002002", "120250000002002"}) {
    EXPECT_EQ(code_of([&] { set(code, false); }), "block-unusual") << code;
  }
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).first_code, "");
  EXPECT_EQ(set("120250000002002", true).next_code, "120250000002002");
}

TEST_F(UsualPadTest, TheNextFormOfThatPadIsNotAskedAboutAgain) {
  set("120250000002002", true);
  print(1);
  EXPECT_EQ(set("120250000002024", false).next_code, "120250000002024");
  EXPECT_EQ(code_of([&] { set("119250000002035", false); }), "block-unusual");
  EXPECT_EQ(code_of([&] { set_block("altra", "119250000002035"); }), "printer-unknown");
}

}  // namespace curante::red_recipes
