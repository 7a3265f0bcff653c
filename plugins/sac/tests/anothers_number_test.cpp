// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "curante/testing/caller.hpp"
#include "recipe_kinds.hpp"
#include "restore_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::person_may_decide;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

/// Numbers under which the service has a recipe that may be another one, and what a person says.
class SacAnothersNumberTest : public SacRestoreTest {
 protected:
  Receipt decide(const Recipe& it, bool there, const std::string& number = "") {
    const auto told = number.empty() ? std::nullopt : std::optional(number);
    return channel_->transmitter.decide(it.id.value(), it.account.value(), there, told);
  }
  std::string refusal(const Recipe& it, bool there, const std::string& number = "") {
    try {
      decide(it, there, number);
    } catch (const Error& e) {
      EXPECT_FALSE(e.remedy().empty());
      return e.code();
    }
    return "";
  }
  void lose_the_answer() {
    fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", true}});
  }
  void silence(const char* operation) {
    fault({{"kind", "bad-gateway"}, {"operation", operation}, {"times", 0}});
  }
  static bool asks_a_person(const Receipt& receipt) {
    for (const auto& reason : receipt.reasons) {
      if (reason.code == person_may_decide) return !reason.advice.empty();
    }
    return false;
  }
  /// One that an unknown copy sends under a number which is used, and does not hear that it is.
  Recipe refused_unheard(Recipe it) {
    lose_the_answer();
    EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
    return it;
  }
  Recipe fresh() {
    Recipe it = recipe();
    it.lines[0].quantity = 2;
    return it;
  }
  bool is_live(const Nre& nre) {
    const auto numbers = live();
    return std::find(numbers.begin(), numbers.end(), nre.value()) != numbers.end();
  }
};

TEST_F(SacAnothersNumberTest, WhatIsCertainlyAnotherIsNotAdoptedAndNothingIsSentByItself) {
  const Receipt before = sent_since_the_whole_copy().second;
  const Recipe mine = refused_unheard(fresh());
  const auto sendings = requests("InvioPrescritto");
  for (int i = 0; i < 3; ++i) {
    const Receipt told = submit(mine);
    ASSERT_EQ(told.outcome, Outcome::uncertain);
    EXPECT_EQ(told.reasons.at(0).code, person_may_decide);
    EXPECT_EQ(told.nre, before.nre) << "what the person looks for";
  }
  EXPECT_EQ(requests("InvioPrescritto"), sendings);
  EXPECT_EQ(refusal(mine, false, "1200A4000000099"), "recipe-not-undecided") << "of another number";
  EXPECT_EQ(decide(mine, false, before.nre.value()).outcome, Outcome::unreachable);
  EXPECT_TRUE(channel_->transmitter.copy_suspected());
  const Receipt sent = settle(mine);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  EXPECT_NE(sent.nre, before.nre);
  EXPECT_EQ(live().size(), 3u);
  EXPECT_EQ(refusal(mine, false), "recipe-not-undecided");
}

TEST_F(SacAnothersNumberTest, OneThatSurelyIsAnotherIsNotTakenOverWhateverAPersonSays) {
  const Receipt before = sent_since_the_whole_copy().second;
  const Recipe mine = refused_unheard(fresh());
  const Receipt told = submit(mine);
  const std::string& question = told.reasons.at(0).text;
  EXPECT_NE(question.find("CARDIOASPIRIN 100 MG 30 CPR × 3"), std::string::npos) << question;
  EXPECT_NE(question.find("inserita il"), std::string::npos) << question;
  EXPECT_EQ(refusal(mine, true, before.nre.value()), "recipe-is-another");
  silence("VisualizzaPrescritto");
  EXPECT_EQ(refusal(mine, true, before.nre.value()), "recipe-is-another") << "that was found out";
  simulator().admin("DELETE", "/faults");
  EXPECT_EQ(submit(mine).reasons.at(0).code, person_may_decide);
  decide(mine, false, before.nre.value());
  EXPECT_NE(settle(mine).nre, before.nre);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacAnothersNumberTest, AnotherPatientsIsNotTakenOverWhateverAPersonSays) {
  const Receipt before = sent_since_the_whole_copy().second;
  Recipe mine = recipe();
  mine.lines[0].quantity = 3;
  mine.patient.fiscal_code = FiscalCode("RSSMRA80A01H501U");
  submit(refused_unheard(mine));
  EXPECT_EQ(refusal(mine, true, before.nre.value()), "recipe-is-another");
  EXPECT_TRUE(is_live(before.nre));
}

/// The same lines at another time: it may be this one, written by a clock that was wrong.
TEST_F(SacAnothersNumberTest, OneThatOnlySeemsAnotherIsTakenOverByAPersonsWord) {
  const Receipt before = sent_since_the_whole_copy().second;
  Recipe mine = recipe();
  mine.lines[0].quantity = 3;
  mine.written_at = "2026-09-30 17:01:02";
  refused_unheard(mine);
  submit(mine);
  const Receipt taken = decide(mine, true, before.nre.value());
  EXPECT_EQ(taken.outcome, Outcome::accepted);
  EXPECT_FALSE(taken.authentication_code.empty());
  EXPECT_EQ(submit(mine).nre, before.nre);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacAnothersNumberTest, AnotherPatientsOfThatSecondIsNotAdoptedEither) {
  const Receipt before = sent_since_the_whole_copy().second;
  Recipe mine = recipe();
  mine.lines[0].quantity = 3;
  mine.patient.fiscal_code = FiscalCode("RSSMRA80A01H501U");
  refused_unheard(mine);
  EXPECT_EQ(submit(mine).reasons.at(0).code, person_may_decide);
  silence("InterrogaNreUtilizzati");
  EXPECT_EQ(submit(mine).reasons.at(0).code, person_may_decide) << "that was found out";
  EXPECT_EQ(withdraw(mine).outcome, Outcome::uncertain);
  EXPECT_TRUE(is_live(before.nre));
}

TEST_F(SacAnothersNumberTest, WhereTheServiceListsNothingWhatIsAlikeIsAdopted) {
  const Recipe mine = refused_unheard(recipe());
  silence("InterrogaNreUtilizzati");
  EXPECT_EQ(submit(mine).outcome, Outcome::accepted);
}

TEST_F(SacAnothersNumberTest, WhoWishesItBackDoesNotAnnulTheOther) {
  const Receipt before = sent_since_the_whole_copy().second;
  const Recipe mine = refused_unheard(fresh());
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(withdraw(mine).outcome, Outcome::uncertain);
    EXPECT_TRUE(is_live(before.nre));
  }
  decide(mine, false);
  EXPECT_EQ(submit(mine).outcome, Outcome::uncertain) << "nothing is there: it may be sent";
  EXPECT_TRUE(is_live(before.nre));
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacAnothersNumberTest, ABurntNumberThatIsAnothersByNowIsNotAnnulled) {
  submit(recipe());
  const Recipe lost = fresh();
  fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", false}});
  const Nre burnt = submit(lost).nre;
  EXPECT_EQ(submit(lost).outcome, Outcome::accepted);
  Recipe others = recipe();
  others.lines[0].quantity = 3;
  const auto who = channel_->credentials.load(others.account.value());
  channel_->client.submit(channel_->client.message(others, burnt, who), burnt, who);
  ASSERT_TRUE(is_live(burnt));
  const auto watched = channel_->transmitter.watch(0);
  EXPECT_EQ(watched.annulled + watched.stuck, 0);
  EXPECT_TRUE(is_live(burnt)) << "nobody wished that one annulled";
  EXPECT_TRUE(channel_->transmitter.copy_suspected()) << "a person is told";
}

TEST_F(SacAnothersNumberTest, WhereTheServiceListsNothingAPersonLetsItGoUnderANewNumber) {
  sent_since_the_whole_copy();
  silence("InterrogaNreUtilizzati");
  const Recipe mine = fresh();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(asks_a_person(submit(mine)));
  EXPECT_EQ(refusal(mine, true), "recipe-not-undecided") << "under which number?";
  EXPECT_EQ(decide(mine, false).outcome, Outcome::unreachable);
  restart();
  EXPECT_EQ(settle(mine).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacAnothersNumberTest, WhereTheServiceShowsNothingAPersonLetsItGoUnderANewNumber) {
  sent_since_the_whole_copy();
  silence("VisualizzaPrescritto");
  silence("InterrogaNreUtilizzati");
  const Recipe mine = fresh();
  for (int i = 0; i < 3; ++i) {
    const Receipt told = submit(mine);
    EXPECT_TRUE(asks_a_person(told));
    EXPECT_TRUE(told.nre.empty()) << "it may be another patient's";
  }
  EXPECT_EQ(decide(mine, false).outcome, Outcome::unreachable);
  EXPECT_EQ(settle(mine).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacAnothersNumberTest, WhatTheServiceShowsCountsMoreThanThatItIsUnderNone) {
  submit(recipe());
  copy_database();
  Recipe others = recipe();
  others.lines[0].quantity = 3;
  submit(others);
  const Recipe mine = fresh();
  const Receipt sent = submit(mine);
  start_on_the_whole_copy();
  silence("InterrogaNreUtilizzati");
  submit(mine);
  decide(mine, false);
  simulator().admin("DELETE", "/faults");
  EXPECT_EQ(settle(mine).nre, sent.nre) << "it was there under another number";
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacAnothersNumberTest, ThatItIsUnderNoneIsForgottenWhenTheDatabaseComesBack) {
  submit(recipe());
  copy_database();
  const Recipe mine = fresh();
  const Receipt sent = submit(mine);
  ASSERT_TRUE(start_restored());
  silence("InterrogaNreUtilizzati");
  EXPECT_TRUE(asks_a_person(submit(mine)));
  decide(mine, false);
  const auto suspected = channel_->transmitter.restored();
  move_clock(600'000);
  ASSERT_TRUE(start_restored()) << "once more";
  EXPECT_NE(channel_->transmitter.restored(), suspected);
  EXPECT_TRUE(asks_a_person(submit(mine)));
  simulator().admin("DELETE", "/faults");
  EXPECT_EQ(settle(mine).nre, sent.nre);
  EXPECT_EQ(live().size(), 2u);
}

class SacAnothersDocumentTest : public SacAnothersNumberTest {
 protected:
  Recipe abroad() {
    Recipe it = recipe();
    to_foreigner(it, "UE");
    return it;
  }
  /// Another's of that second is there, and the service does not show whose it is.
  Nre unclear(const Recipe& mine) {
    submit(recipe());
    copy_database();
    const Nre other = submit(recipe()).nre;
    EXPECT_TRUE(start_restored());
    const Receipt told = submit(mine);
    EXPECT_EQ(told.reasons.at(0).code, person_may_decide);
    EXPECT_EQ(told.nre, other);
    return other;
  }
};

TEST_F(SacAnothersDocumentTest, OneThatAPersonSaysIsAnothersIsNotAskedAboutAgain) {
  const Recipe mine = abroad();
  const Nre other = unclear(mine);
  EXPECT_EQ(decide(mine, false, other.value()).outcome, Outcome::unreachable);
  const Receipt sent = settle(mine);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  EXPECT_NE(sent.nre, other);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacAnothersDocumentTest, OneThatAPersonSaysIsThisIsTakenOver) {
  const Recipe mine = abroad();
  const Nre other = unclear(mine);
  stop_simulator();  // the doctor's word, who looked
  EXPECT_EQ(decide(mine, true, other.value()).outcome, Outcome::accepted);
  start_simulator();
  EXPECT_EQ(submit(mine).nre, other);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacAnothersDocumentTest, WithItsNumberRefusedAndTheOthersNotShownItEndsToo) {
  submit(recipe());
  copy_database();
  const Nre other = submit(recipe()).nre;
  start_on_the_whole_copy();
  const Recipe mine = abroad();
  Receipt told = submit(mine);
  EXPECT_EQ(told.reasons.at(0).code, person_may_decide);
  EXPECT_EQ(told.nre, other);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::uncertain) << "whose it is nobody knows";
  EXPECT_TRUE(is_live(other));
  decide(mine, false, other.value());
  EXPECT_EQ(settle(mine).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacAnothersDocumentTest, OneThatIsNoMoreThereIsNotTakenOver) {
  const Recipe mine = abroad();
  const Nre other = unclear(mine);
  simulator().admin("POST", "/reset");
  sign_up(fabbri());
  EXPECT_EQ(refusal(mine, true, other.value()), "recipe-not-there");
}

}  // namespace curante::sac
