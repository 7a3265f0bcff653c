// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;

/// With `parity` none the last digit comes from the paper alone.
class OneByOneTest : public RedRoomTest {
 protected:
  OneByOneTest() { add_printer("rossa"); }

  template <class Call>
  typename Call::Reply tell(const Call& call) {
    return unchecked_.on(doctor_.context(), call);
  }
  Block enter(const std::string& code) {
    SetBlock call;
    call.printer = "rossa";
    call.first_code = code;
    return tell(call);
  }
  Block block() { return tell(ListBlocks{}).blocks.at(0); }

  RedRecipesService unchecked_{surroundings_, pool_, files_, restores_, {ParityRule::none}, [] {}};
};

// The manual's digits would be 2 and 3.
constexpr const char* first = "120260000002004";
constexpr const char* second = "120260000002018";

TEST_F(OneByOneTest, WhatIsKeptPrintedAndSentStandsOnThePaper) {
  const Block entered = enter(first);
  EXPECT_TRUE(entered.one_by_one);
  EXPECT_EQ(entered.next_code, first);
  EXPECT_EQ(entered.left, 1);
  EXPECT_EQ(tell(request(1)).code, first);
  EXPECT_EQ(made_.at(0).code, first);
  work();
  EXPECT_TRUE(ministry_.live.contains(first));
  EXPECT_EQ(form(1).code, first);
}

TEST_F(OneByOneTest, TheCodeOfEachFormIsAskedFor) {
  enter(first);
  tell(request(1));
  EXPECT_EQ(block().left, 0);
  EXPECT_EQ(block().next_code, "");
  EXPECT_EQ(block().first_code, first);
  try {
    tell(request(2));
    FAIL() << "counted on from a digit that nobody can compute";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "block-exhausted");
    EXPECT_NE(e.message().find("va copiato da ogni foglio"), std::string::npos);
  }
  enter(second);
  EXPECT_EQ(tell(request(2)).code, second);
  work();
  EXPECT_EQ(ministry_.live.size(), 2u);
}

TEST_F(OneByOneTest, ANumberIsUsedOnceWhateverItsDigit) {
  enter(first);
  tell(request(1));
  EXPECT_EQ(code_of([&] { enter(first); }), "block-overlaps");
  EXPECT_EQ(code_of([&] { enter("120260000002002"); }), "block-overlaps");
  EXPECT_EQ(code_of([&] { set_block("rossa", "120260000002002"); }), "block-overlaps");
  EXPECT_EQ(set_block("rossa", "120260000002013").left, 99);
}

TEST_F(OneByOneTest, ARunThatWasCountedByTheRuleStopsWithIt) {
  set_block("rossa", "120260000002002");
  print(1);
  service_.begin("1");
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 99) << "the rule holds: nothing stops";
  unchecked_.begin("1");
  EXPECT_EQ(code_of([&] { tell(request(2)); }), "block-missing");
  enter(second);
  unchecked_.begin("1");
  EXPECT_EQ(tell(request(2)).code, second);
}

TEST_F(OneByOneTest, UnderTheRuleTheRefusalSaysHowToGoOn) {
  try {
    set_block("rossa", first);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "code-parity");
    EXPECT_NE(e.remedy().find("parity"), std::string::npos);
    EXPECT_NE(e.remedy().find("da ogni foglio"), std::string::npos);
  }
}

}  // namespace curante::red_recipes
