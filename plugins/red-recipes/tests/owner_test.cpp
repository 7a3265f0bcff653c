// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;

inline const Id substitute_id("00000000-0000-4000-9000-000000000003");

/// Whose form it is, and what a colleague of the same practice may not do with it.
class OwnerTest : public RedRoomTest {
 protected:
  OwnerTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
  template <class Call>
  std::string refusal(const testing::Caller& caller, Call call, int number = 1) {
    call.recipe = recipe_id(number);
    return code_of([&] { service_.on(caller.context(), call); });
  }

  testing::Caller substitute_{{{"practice", "1"}, {"user", substitute_id.value()}},
                              {"prescription.issue", "prescription.read"}};
};

TEST_F(OwnerTest, AColleagueNeitherCancelsNorReprintsNorSendsAnothersForm) {
  const Form mine = print(1);
  EXPECT_EQ(refusal(colleague_, Cancel{}), "red-form-not-yours");
  Reprint reprint;
  reprint.spoilt_code = mine.code;
  EXPECT_EQ(refusal(colleague_, reprint), "red-form-not-yours");
  EXPECT_EQ(refusal(colleague_, SendAgain{}), "red-form-not-yours");
  EXPECT_EQ(refusal(colleague_, Confirm{}), "red-form-not-yours");
  EXPECT_EQ(form(1).state, State::queued);
  EXPECT_EQ(form(1).code, mine.code);
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 99);
  EXPECT_EQ(refusal(colleague_, Cancel{}, 7), "red-form-unknown");
}

TEST_F(OwnerTest, TheSubstituteWhoWroteItAndTheDoctorOfThePadMay) {
  Print call = request(1);
  call.recipe.account = substitute_id;
  const Form first = service_.on(substitute_.context(), call);
  Reprint reprint;
  reprint.spoilt_code = first.code;
  EXPECT_EQ(refusal(substitute_, reprint), "");
  EXPECT_EQ(refusal(colleague_, Cancel{}), "red-form-not-yours");
  EXPECT_EQ(refusal(doctor_, Cancel{}), "");
  // What the holder wrote is not the substitute's.
  print(2);
  EXPECT_EQ(refusal(substitute_, Cancel{}, 2), "red-form-not-yours");
}

TEST_F(OwnerTest, AnotherRoomsOwnWorkIsADoctorsDecision) {
  print(1);
  const testing::Caller background(testing::Caller::Fields{{"practice", "1"}});
  EXPECT_EQ(refusal(background, Cancel{}), "");
  EXPECT_EQ(form(1).state, State::cancelled);
}

TEST_F(OwnerTest, WhetherAFileArrivedIsSaidByWhoseAccessItWasSentWith) {
  ministry_.files["77"];  // of another program
  ministry_.fail({false, channel::Outcome::uncertain});
  ministry_.lists_recipes = false;
  print(1);
  work(2);
  ASSERT_EQ(form(1).state, State::attention);
  SettleFile settle;
  settle.file_name = form(1).file_name;
  EXPECT_EQ(code_of([&] { service_.on(colleague_.context(), settle); }), "red-file-not-yours");
  EXPECT_EQ(form(1).state, State::attention);
  EXPECT_EQ(ask(settle).sending, FileSending::sending);
}

}  // namespace curante::red_recipes
