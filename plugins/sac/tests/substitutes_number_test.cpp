// SPDX-License-Identifier: Apache-2.0
// Whose recipe stands under a number, where a substitute prescribed: of two doctors' lists.
#include <tuple>

#include "anothers_number_practice.hpp"

namespace curante::sac {

/// Under which of the two doctors a substitute's is listed, nobody knows.
class SacSubstitutesNumberTest : public SacAnothersNumberTest {
 protected:
  SacSubstitutesNumberTest() { sign_up(conti()); }
  void listed_under_the_holder(bool on) {
    simulator().admin("POST", "/switches", {{"used_listed_by_holder", on}});
  }
  /// Of the next two lists, the holder's and the substitute's own, the second one.
  void refuse_the_own_list() {
    constexpr const char* operation = "InterrogaNreUtilizzati";
    fault({{"kind", "delay"}, {"operation", operation}, {"delay_ms", 0}});
    fault({{"kind", "soap-fault"}, {"operation", operation}, {"text", "cvc-type: cfMedico"}});
  }
  /// A substitute's that left after the copy of the whole machine was made.
  std::pair<Recipe, Receipt> sent_before() {
    submit(recipe_of_substitute());
    copy_database();
    Recipe sent = recipe_of_substitute();
    sent.lines[0].quantity = 3;
    const Receipt receipt = submit(sent);
    EXPECT_EQ(receipt.outcome, Outcome::accepted);
    start_on_the_whole_copy();
    return {sent, receipt};
  }
};

/// Whether it is listed under the holder, and whose number it has.
class SacSubstitutesListTest
    : public SacSubstitutesNumberTest,
      public ::testing::WithParamInterface<std::tuple<bool, SubstituteNumbers>> {
 protected:
  SacSubstitutesListTest() {
    listed_under_the_holder(std::get<bool>(GetParam()));
    if (std::get<1>(GetParam()) == SubstituteNumbers::own) {
      let_substitutes_use_their_own_numbers();
    }
  }
};

TEST_P(SacSubstitutesListTest, OneWhoseNumberIsRefusedIsFoundThere) {
  const auto [sent, before] = sent_before();
  const Receipt found = submit(sent);
  EXPECT_EQ(found.outcome, Outcome::accepted);
  EXPECT_EQ(found.nre, before.nre);
  EXPECT_EQ(live().size(), 2u);
}

TEST_P(SacSubstitutesListTest, OneThatACopySentIsFoundThere) {
  const Recipe it = recipe_of_substitute();
  const Receipt sent = sent_since_the_copy(it);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  ASSERT_TRUE(start_on_another_machine());
  EXPECT_EQ(submit(it).nre, sent.nre);
  EXPECT_EQ(live().size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Under, SacSubstitutesListTest,
                         ::testing::Combine(::testing::Bool(),
                                            ::testing::Values(SubstituteNumbers::holder,
                                                              SubstituteNumbers::own)),
                         [](const auto& info) {
                           const bool own = std::get<1>(info.param) == SubstituteNumbers::own;
                           return std::string(std::get<0>(info.param) ? "the_holder"
                                                                      : "the_substitute") +
                                  (own ? "_with_own_numbers" : "_with_the_holders_numbers");
                         });

TEST_F(SacSubstitutesNumberTest, AnotherPatientsIsToldFromTheirsUnderEitherDoctor) {
  listed_under_the_holder(false);
  const auto [sent, before] = sent_before();
  Recipe mine = sent;
  mine.id = recipe().id;
  mine.patient.fiscal_code = FiscalCode("RSSMRA80A01H501U");
  refused_unheard(mine);
  EXPECT_TRUE(asks_a_person(submit(mine)));
  EXPECT_EQ(refusal(mine, true, before.nre.value()), "recipe-is-another");
  EXPECT_TRUE(is_live(before.nre));
}

TEST_F(SacSubstitutesNumberTest, WhatTheHoldersListShowsCountsWhereTheOwnIsRefused) {
  const Recipe it = recipe_of_substitute();
  const Receipt sent = sent_since_the_copy(it);
  ASSERT_TRUE(start_on_another_machine());
  refuse_the_own_list();
  const int64_t before = happened("soap-fault");
  const Receipt found = submit(it);
  EXPECT_EQ(found.outcome, Outcome::accepted);
  EXPECT_EQ(found.nre, sent.nre);
  EXPECT_EQ(happened("soap-fault"), before + 1);
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacSubstitutesNumberTest, WhatTheHoldersListDoesNotShowMayBeInTheOneThatIsRefused) {
  listed_under_the_holder(false);
  const Recipe it = recipe_of_substitute();
  const Receipt sent = sent_since_the_copy(it);
  ASSERT_TRUE(start_on_another_machine());
  refuse_the_own_list();
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain) << "it may be there: nothing is sent";
  EXPECT_EQ(live().size(), 1u);
  EXPECT_EQ(submit(it).nre, sent.nre) << "as soon as the list is given";
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacSubstitutesNumberTest, AnotherPatientsIsToldByTheHoldersListWhereTheOwnIsRefused) {
  const auto [sent, before] = sent_before();
  Recipe mine = sent;
  mine.id = recipe().id;
  mine.patient.fiscal_code = FiscalCode("RSSMRA80A01H501U");
  refused_unheard(mine);
  refuse_the_own_list();
  EXPECT_TRUE(asks_a_person(submit(mine))) << "it is no recipe of this patient";
  EXPECT_EQ(refusal(mine, true, before.nre.value()), "recipe-is-another");
  EXPECT_TRUE(is_live(before.nre));
}

TEST_F(SacSubstitutesNumberTest, WhatOnlyTheRefusedListCouldShowIsNotKnown) {
  listed_under_the_holder(false);
  const auto [sent, before] = sent_before();
  refuse_the_own_list();
  EXPECT_EQ(submit(sent).outcome, Outcome::uncertain) << "it may be there: nothing is sent";
  EXPECT_EQ(live().size(), 2u);
  EXPECT_EQ(submit(sent).nre, before.nre) << "as soon as the list is given";
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacSubstitutesNumberTest, WhatWasFoundOutAndAPersonsWordHoldWhereItIsListedNowhere) {
  submit(recipe());
  simulator().admin("POST", "/switches", {{"used_listed_at_once", false}});
  lose_the_answer();
  const Recipe mine = recipe_of_substitute();
  ASSERT_EQ(submit(mine).outcome, Outcome::uncertain);
  sql("update submission set candidate = nre where state = 'sending'");
  const Receipt told = submit(mine);
  EXPECT_TRUE(asks_a_person(told)) << "that was found out";
  EXPECT_EQ(decide(mine, false, told.nre.value()).outcome, Outcome::unreachable);
}

}  // namespace curante::sac
