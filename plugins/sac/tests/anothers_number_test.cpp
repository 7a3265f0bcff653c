// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "anothers_number_practice.hpp"
#include "curante/testing/caller.hpp"
#include "recipe_kinds.hpp"
#include "rules/rome_time.hpp"

namespace curante::sac {

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

/// Nobody promises that a recipe is listed as soon as it is shown.
class SacListBehindTest : public SacAnothersNumberTest {
 protected:
  SacListBehindTest() { submit(recipe()); }
  void list_is_behind(bool behind) {
    simulator().admin("POST", "/switches", {{"used_listed_at_once", !behind}});
  }
  void wait_for_the_list() { move_clock(Transmitter::Limits{}.listed_within_ms); }
};

TEST_F(SacListBehindTest, OneThatIsNotListedYetIsAskedAfterAgainAndComesToNobody) {
  list_is_behind(true);
  const Recipe mine = refused_unheard(fresh());
  const auto sendings = requests("InvioPrescritto");
  for (int i = 0; i < 3; ++i) {
    const Receipt told = submit(mine);
    ASSERT_EQ(told.outcome, Outcome::uncertain);
    EXPECT_EQ(told.reasons.at(0).code, "number-not-listed");
    EXPECT_FALSE(asks_a_person(told));
  }
  EXPECT_EQ(refusal(mine, false), "recipe-not-known-yet") << "it would be there twice";
  list_is_behind(false);
  EXPECT_EQ(submit(mine).outcome, Outcome::accepted);
  EXPECT_EQ(requests("InvioPrescritto"), sendings);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacListBehindTest, OneThatIsStillNotListedAfterAWhileComesToAPersonWhoseWordHolds) {
  list_is_behind(true);
  const Recipe mine = refused_unheard(fresh());
  submit(mine);
  wait_for_the_list();
  const Receipt told = submit(mine);
  EXPECT_TRUE(asks_a_person(told));
  EXPECT_EQ(decide(mine, true, told.nre.value()).outcome, Outcome::accepted);
  EXPECT_EQ(submit(mine).nre, told.nre);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacListBehindTest, OneThatIsListedByNowStandsThoughAPersonSaysThatItDoesNot) {
  list_is_behind(true);
  const Recipe mine = refused_unheard(fresh());
  wait_for_the_list();
  const Nre number = submit(mine).nre;
  list_is_behind(false);
  EXPECT_EQ(decide(mine, false, number.value()).outcome, Outcome::accepted);
  EXPECT_EQ(settle(mine).nre, number);
  EXPECT_EQ(live().size(), 2u) << "it would be there twice";
}

TEST_F(SacListBehindTest, OneWhoseNumberIsRefusedIsNotSentAgainBeforeItIsListed) {
  list_is_behind(true);
  fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", true}});
  const Recipe mine = fresh();
  const Receipt first = submit(mine);
  // By the copy it never left under its number, and leaves under it once more.
  sql("update submission set state = 'prepared' where state = 'sending'");
  const auto sendings = requests("InvioPrescritto");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(submit(mine).reasons.at(0).code, "number-not-listed");
  }
  EXPECT_EQ(requests("InvioPrescritto"), sendings + 1);
  list_is_behind(false);
  const Receipt found = submit(mine);
  EXPECT_EQ(found.outcome, Outcome::accepted);
  EXPECT_EQ(found.nre, first.nre);
  EXPECT_EQ(live().size(), 2u);
}

/// Who wishes it back at once has handed it in only once: of whom it is, is on record.
TEST_F(SacAnothersNumberTest, AnotherPatientsOfThatSecondIsNotAnnulledByWhoWishesItBack) {
  const Receipt before = sent_since_the_whole_copy().second;
  Recipe mine = recipe();
  mine.lines[0].quantity = 3;
  mine.patient.fiscal_code = FiscalCode("RSSMRA80A01H501U");
  refused_unheard(mine);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::uncertain);
  EXPECT_TRUE(is_live(before.nre));
  restart();
  EXPECT_EQ(withdraw(mine).outcome, Outcome::uncertain);
  EXPECT_TRUE(is_live(before.nre));
}

TEST_F(SacListBehindTest, WhatIsNotListedYetIsNotAnnulledBeforeItIs) {
  list_is_behind(true);
  const Recipe mine = refused_unheard(fresh());
  EXPECT_EQ(withdraw(mine).reasons.at(0).code, "number-not-listed");
  EXPECT_EQ(live().size(), 2u);
  list_is_behind(false);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(live().size(), 1u);
  EXPECT_EQ(sql("select count(*) from submission where octet_length(identity) > 0")[0][0].as<int>(),
            0)
      << "what is settled needs no patient any more";
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

/// Recipes of before a copy that somebody wishes back: they may have left since.
class SacWishedBackTest : public SacAnothersNumberTest {
 protected:
  SacWishedBackTest() { submit(recipe()); }
  void come_back_from_the_copy() {
    Recipe since = recipe();
    since.lines[0].quantity = 4;
    submit(since);
    EXPECT_TRUE(start_restored());
    move_clock(61'000);  // no request of another host is under way any more
    sendings_ = requests("InvioPrescritto");
  }
  void wish(const Recipe& it) {
    EXPECT_EQ(testing::code_of([&] { withdraw(it); }), "recipe-unknown");
  }
  int64_t sent_since() { return requests("InvioPrescritto") - sendings_; }

  int64_t sendings_ = 0;
};

TEST_F(SacWishedBackTest, OneThatIsNotThereDoesNotLeaveForNothing) {
  copy_database();
  const Recipe mine = fresh();
  come_back_from_the_copy();
  wish(mine);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(submit(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(sent_since(), 0);
}

TEST_F(SacWishedBackTest, OneThatIsThereIsFoundAndAnnulled) {
  copy_database();
  const Recipe mine = fresh();
  const Receipt sent = submit(mine);
  come_back_from_the_copy();
  wish(mine);
  EXPECT_EQ(submit(mine).nre, sent.nre);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::withdrawn);
  EXPECT_FALSE(is_live(sent.nre));
  EXPECT_EQ(sent_since(), 0);
}

TEST_F(SacWishedBackTest, OneOfWhichAPersonSaysThatItIsNotThereDoesNotLeaveForNothing) {
  copy_database();
  const Recipe mine = fresh();
  come_back_from_the_copy();
  silence("InterrogaNreUtilizzati");
  wish(mine);
  EXPECT_TRUE(asks_a_person(submit(mine)));
  EXPECT_EQ(withdraw(mine).reasons.at(0).code, "number-refused") << "it is looked for again";
  EXPECT_EQ(decide(mine, false).outcome, Outcome::unreachable);
  EXPECT_EQ(submit(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(sent_since(), 0);
}

TEST_F(SacWishedBackTest, OneThatLeftUnderAnotherNumberSinceTheCopyIsFoundAndAnnulled) {
  const Recipe mine = fresh();
  fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", false}});
  submit(mine);
  copy_database();
  const Receipt sent = submit(mine);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  come_back_from_the_copy();
  EXPECT_EQ(withdraw(mine).reasons.at(0).code, "number-refused");
  EXPECT_EQ(submit(mine).nre, sent.nre);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::withdrawn);
  EXPECT_FALSE(is_live(sent.nre));
  EXPECT_EQ(sent_since(), 0);
}

TEST_F(SacWishedBackTest, OneThatWasInDoubtBeforeTheCopyAndIsNotThereIsTakenBackUnsent) {
  const Recipe mine = fresh();
  fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", false}});
  submit(mine);
  copy_database();
  come_back_from_the_copy();
  EXPECT_EQ(withdraw(mine).reasons.at(0).code, "number-refused");
  EXPECT_EQ(submit(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(sent_since(), 0);
  EXPECT_EQ(sql("select count(*) from nre_use where state = 'burnt'")[0][0].as<int>(), 1)
      << "should it still arrive it is annulled";
}

TEST_F(SacWishedBackTest, OneOfAfterACopyThatAPersonDoesNotFindDoesNotLeaveForNothingEither) {
  copy_database();
  come_back_from_the_copy();
  Recipe mine = fresh();
  mine.written_at = rome::text(now());
  fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", false}});
  ASSERT_EQ(submit(mine).outcome, Outcome::uncertain);
  EXPECT_EQ(decide(mine, false).outcome, Outcome::unreachable);
  sendings_ = requests("InvioPrescritto");
  EXPECT_EQ(withdraw(mine).reasons.at(0).code, "number-refused");
  EXPECT_EQ(submit(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(sent_since(), 0);
  EXPECT_EQ(sql("select count(*) from nre_use where state = 'burnt'")[0][0].as<int>(), 1)
      << "should it still arrive it is annulled";
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

TEST_F(SacAnothersDocumentTest, WhereItIsNotShownWhoseItIsWhatWasFoundOutAndAPersonsWordHold) {
  const Nre other = sent_since_the_whole_copy().second.nre;
  Recipe mine = abroad();
  mine.lines[0].quantity = 3;
  refused_unheard(mine);
  sql("update submission set candidate = nre, candidate_anothers = true where state = 'sending'");
  const Receipt told = submit(mine);
  EXPECT_TRUE(asks_a_person(told)) << "that was found out";
  EXPECT_EQ(told.nre, other);
  EXPECT_EQ(decide(mine, false, other.value()).outcome, Outcome::unreachable);
  EXPECT_NE(settle(mine).nre, other);
  EXPECT_TRUE(is_live(other));
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
