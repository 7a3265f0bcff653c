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

  Form print_of_substitute(int number) {
    Print call = request(number);
    call.recipe.account = substitute_id;
    call.recipe.holder.fiscal_code = PrescriberCode("FBBGLI74C52H501K");
    call.recipe.substitute.emplace().fiscal_code = PrescriberCode("CNTPLA80A41H501P");
    return service_.on(substitute_.context(), call);
  }
  /// What left with an account's access, in this order.
  std::vector<std::string> sent_with(const Id& account) const {
    std::vector<std::string> codes;
    for (const auto& file : ministry_.received) {
      for (const auto& entry : file.entries) {
        if (file.account == account) codes.push_back(entry.code);
      }
    }
    return codes;
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

TEST_F(OwnerTest, AFileHoldsTheRecipesOfOneAccountAndLeavesWithItsAccess) {
  std::vector<std::string> holders, substitutes;
  for (const int number : {1, 3}) holders.push_back(print(number).code);
  for (const int number : {2, 4}) substitutes.push_back(print_of_substitute(number).code);
  work(2);
  ASSERT_EQ(ministry_.received.size(), 2u);
  EXPECT_EQ(sent_with(doctor_id), holders);
  EXPECT_EQ(sent_with(substitute_id), substitutes);
  for (const int number : {1, 2, 3, 4}) {
    EXPECT_EQ(form(number).state, State::sent) << number;
    EXPECT_EQ(form(number).outcome, channel::FileState::clean) << number;
  }
  EXPECT_NE(form(1).protocol, form(2).protocol);
}

TEST_F(OwnerTest, ASubstitutesRecipeTakesTheHoldersFormAndLeavesWithTheSubstitutesAccess) {
  const Form form_before = print(1);
  const Form printed = print_of_substitute(2);
  EXPECT_EQ(printed.code.substr(0, 12), form_before.code.substr(0, 12)) << "the same pad";
  EXPECT_EQ(ask(ListBlocks{}).blocks.at(0).left, 98);
  ASSERT_TRUE(made_.back().recipe.substitute) << "the form names who signs it";
  work(2);
  ASSERT_EQ(sent_with(substitute_id), std::vector{printed.code});
  const auto& entry = ministry_.received.back().account == substitute_id
                          ? ministry_.received.back().entries.at(0)
                          : ministry_.received.front().entries.at(0);
  EXPECT_EQ(entry.recipe.holder.account, doctor_id);
  EXPECT_EQ(entry.recipe.holder.fiscal_code.value(), "FBBGLI74C52H501K");
  const std::string protocol = form(2).protocol;
  // Its file is looked for, and what it brought cancelled, with the access that it was sent with.
  EXPECT_EQ(refusal(doctor_, Cancel{}, 2), "");
  work(2);
  EXPECT_EQ(form(2).state, State::cancelled);
  EXPECT_EQ(ministry_.received.back().account, substitute_id);
  EXPECT_EQ(ministry_.received.back().entries.at(0).cancelled_in, protocol);
  EXPECT_FALSE(ministry_.live.contains(printed.code));
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
