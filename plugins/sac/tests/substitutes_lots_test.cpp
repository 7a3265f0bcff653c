// SPDX-License-Identifier: Apache-2.0
// From whose lots a substitute's recipe takes its number, and who asks for more of them.
#include <set>

#include "anothers_number_practice.hpp"
#include "curante/testing/caller.hpp"

namespace curante::sac {

class SacSubstitutesLotsTest : public SacAnothersNumberTest {
 protected:
  SacSubstitutesLotsTest() { sign_up(conti()); }

  void forget_access_of_the_holder() {
    sql("delete from credential where account = '" + fabbri().doctor.account.value() + "'");
  }
  void use_up_the_numbers() { sql("update nre_lot set next = size"); }
  Credentials access_of(const Prescriber& who) {
    return channel_->credentials.load(who.doctor.account.value());
  }
  /// What the page «Sistema TS» tells them.
  std::string told_to(const Prescriber& who) {
    const std::string account = who.doctor.account.value();
    return channel_->transmitter.lots_problem(account, access_of(who).revision);
  }
  std::string owner_of_lot(const Nre& nre) {
    return sql("select doctor from nre_lot where starts_with('" + nre.value() + "', prefix)")[0][0]
        .c_str();
  }
  void expect_it_waits_for_the_holder(const Receipt& receipt, const std::string& deed) {
    EXPECT_EQ(receipt.outcome, Outcome::unreachable) << "nothing is sent, and it is tried again";
    EXPECT_TRUE(receipt.nre.empty());
    ASSERT_EQ(receipt.reasons.size(), 1u);
    EXPECT_EQ(receipt.reasons[0].code, "holder-access");
    EXPECT_NE(receipt.reasons[0].text.find("del titolare FABBRI GIULIA"), std::string::npos);
    EXPECT_NE(receipt.reasons[0].advice.find(deed), std::string::npos) << receipt.reasons[0].advice;
    for (const Prescriber& who : {conti(), fabbri()}) {
      EXPECT_NE(told_to(who).find(deed), std::string::npos) << told_to(who);
    }
  }
};

TEST(SubstituteNumbersSetting, IsOneOfTwoWords) {
  EXPECT_EQ(substitute_numbers("holder"), SubstituteNumbers::holder);
  EXPECT_EQ(substitute_numbers("own"), SubstituteNumbers::own);
  EXPECT_EQ(testing::code_of([] { substitute_numbers("titolare"); }), "setting-invalid");
}

TEST_F(SacSubstitutesLotsTest, HolderAndSubstituteTakeDifferentNumbersOfOneLot) {
  std::set<std::string> numbers;
  for (int i = 0; i < 3; ++i) {
    for (const Recipe& it : {recipe(), recipe_of_substitute()}) {
      const Receipt receipt = submit(it);
      ASSERT_EQ(receipt.outcome, Outcome::accepted);
      EXPECT_EQ(owner_of_lot(receipt.nre), fabbri().user);
      numbers.insert(receipt.nre.value());
    }
  }
  EXPECT_EQ(numbers.size(), 6u);
  EXPECT_EQ(requests("RichiestaLotto"), 1);
  EXPECT_EQ(channel_->transmitter.numbers_left(fabbri().user), 94);
  EXPECT_EQ(told_to(conti()), "");
}

TEST_F(SacSubstitutesLotsTest, WhenTheyAreUsedUpTheHoldersAccessAsksForMore) {
  ASSERT_EQ(submit(recipe()).outcome, Outcome::accepted);
  use_up_the_numbers();
  const Receipt receipt = submit(recipe_of_substitute());
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(owner_of_lot(receipt.nre), fabbri().user);
  EXPECT_EQ(requests("RichiestaLotto"), 2);
  EXPECT_EQ(channel_->transmitter.numbers_left(fabbri().user), 99);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacSubstitutesLotsTest, TheHoldersTokenNeedNotBeInForce) {
  move_clock(9 * 3'600'000LL);
  sign_up(conti());
  EXPECT_EQ(submit(recipe_of_substitute()).outcome, Outcome::accepted);
  EXPECT_EQ(access_of(fabbri()).problem, "");
}

TEST_F(SacSubstitutesLotsTest, WithoutTheHoldersAccessItWaitsForTheHolderAlone) {
  forget_access_of_the_holder();
  const Recipe it = recipe_of_substitute();
  for (int i = 0; i < 3; ++i) {
    expect_it_waits_for_the_holder(submit(it), "il titolare li inserisca");
  }
  EXPECT_EQ(requests("RichiestaLotto"), 0) << "nobody asks for another's lot";
  EXPECT_EQ(sql("select count(*) from submission")[0][0].as<int>(), 0);
  sign_up(fabbri());
  EXPECT_EQ(told_to(conti()) + told_to(fabbri()), "") << "the access was put right";
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 1u);
  EXPECT_EQ(sql("select count(*) from substitutes_refused_lot")[0][0].as<int>(), 0);
}

TEST_F(SacSubstitutesLotsTest, AsLongAsThereAreNumbersTheHoldersAccessIsNotNeeded) {
  ASSERT_EQ(submit(recipe()).outcome, Outcome::accepted);
  forget_access_of_the_holder();
  EXPECT_EQ(submit(recipe_of_substitute()).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacSubstitutesLotsTest, ARecipeThatDoesNotSayWhoseAccountTheHoldersIsWaits) {
  Recipe it = recipe_of_substitute();
  it.holder.account = Id();
  const Receipt receipt = submit(it);
  EXPECT_EQ(receipt.outcome, Outcome::unreachable);
  EXPECT_EQ(receipt.reasons.at(0).code, "holder-access");
  EXPECT_EQ(requests("RichiestaLotto"), 0);
}

/// A refused password that is tried again and again may lock the holder out.
TEST_F(SacSubstitutesLotsTest, AHoldersAccessThatIsRefusedIsTriedOnce) {
  auto wrong = access_of(fabbri());
  wrong.password = "sbagliata";
  ASSERT_TRUE(channel_->credentials.save(fabbri().doctor.account.value(), wrong, now().iso()));
  const Recipe it = recipe_of_substitute();
  for (int i = 0; i < 3; ++i) {
    const Receipt receipt = submit(it);
    expect_it_waits_for_the_holder(receipt, "controlli utente e password");
    EXPECT_NE(receipt.reasons.at(0).text.find("non accetta le credenziali"), std::string::npos);
    move_clock(20 * 60'000);
  }
  restart();
  submit(it);
  EXPECT_EQ(requests("RichiestaLotto"), 1);
  EXPECT_NE(access_of(fabbri()).problem, "") << "the holder is told";
  EXPECT_EQ(access_of(conti()).problem, "") << "it is not the substitute's access";
  sign_up(fabbri());
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
}

TEST_F(SacSubstitutesLotsTest, WhereLotsNeedATokenTheHolderIsToAskForOne) {
  simulator().admin("POST", "/switches", {{"second_factor_on_lots", true}});
  move_clock(9 * 3'600'000LL);
  sign_up(conti());
  const Recipe it = recipe_of_substitute();
  for (int i = 0; i < 2; ++i) {
    expect_it_waits_for_the_holder(submit(it), "richieda il codice temporaneo");
  }
  EXPECT_EQ(requests("RichiestaLotto"), 1);
  sign_up(fabbri());
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
}

TEST_F(SacSubstitutesLotsTest, ThatTheHolderIsRefusedLotsIsToldToBothAndAskedAtASlowPace) {
  simulator().admin("POST", "/switches", {{"lot_of_another_doctor", true}});
  const Recipe of_substitute = recipe_of_substitute(), of_holder = recipe();
  for (int i = 0; i < 3; ++i) {
    const Receipt receipt = submit(of_substitute);
    EXPECT_EQ(receipt.outcome, Outcome::unreachable);
    EXPECT_EQ(receipt.reasons.at(0).code, "lot-refused");
    EXPECT_NE(receipt.reasons[0].text.find("del titolare FABBRI GIULIA"), std::string::npos);
    EXPECT_EQ(submit(of_holder).reasons.at(0).text.find("titolare"), std::string::npos);
  }
  EXPECT_EQ(requests("RichiestaLotto"), 1) << "one question, whoever waits";
  EXPECT_NE(told_to(conti()).find("del titolare FABBRI GIULIA"), std::string::npos);
  EXPECT_NE(told_to(fabbri()).find("di un altro medico o regione"), std::string::npos);
  simulator().admin("POST", "/switches", {{"lot_of_another_doctor", false}});
  move_clock(16 * 60'000);
  EXPECT_EQ(submit(of_holder).outcome, Outcome::accepted);
  EXPECT_EQ(told_to(conti()) + told_to(fabbri()), "");
  EXPECT_EQ(submit(of_substitute).outcome, Outcome::accepted);
}

TEST_F(SacSubstitutesLotsTest, WithoutANumberItStaysUncertainUntilTheHoldersIsThere) {
  const Recipe it = recipe_of_substitute();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  use_up_the_numbers();
  forget_access_of_the_holder();
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain) << "its first number may still arrive";
  sign_up(fabbri());
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  simulator().admin("POST", "/held/deliver");
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 1);
  EXPECT_EQ(live(), std::vector{receipt.nre.value()});
}

TEST_F(SacSubstitutesLotsTest, ANumberThatTheHolderUsedSinceTheCopyIsReplaced) {
  ASSERT_EQ(submit(recipe()).outcome, Outcome::accepted);
  copy_database();
  const Receipt of_holder = submit(fresh());
  start_on_the_whole_copy();
  const Recipe it = recipe_of_substitute();
  EXPECT_EQ(submit(it).reasons.at(0).code, "number-refused") << "the copy gives it again";
  const Receipt receipt = settle(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_NE(receipt.nre, of_holder.nre);
  EXPECT_EQ(owner_of_lot(receipt.nre), fabbri().user);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacSubstitutesLotsTest, ThatTheHolderUsedItAndNobodyHeardIsForAPersonToSay) {
  ASSERT_EQ(submit(recipe()).outcome, Outcome::accepted);
  copy_database();
  const Receipt of_holder = submit(fresh());
  start_on_the_whole_copy();
  const Recipe it = refused_unheard(recipe_of_substitute());
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain) << "the service shows it to its doctors alone";
  EXPECT_EQ(refusal(it, true), "recipe-not-there");
  EXPECT_EQ(decide(it, false).outcome, Outcome::unreachable);
  EXPECT_EQ(settle(it).outcome, Outcome::accepted);
  EXPECT_TRUE(is_live(of_holder.nre));
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacSubstitutesLotsTest, AfterARestoreTheHoldersNumbersAreNotGivenAgain) {
  const Receipt before = submit(recipe());
  copy_database();
  const Receipt lost = submit(recipe_of_substitute());
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(channel_->transmitter.numbers_left(fabbri().user), 0);
  Recipe anew = recipe_of_substitute();
  anew.written_at = "2099-01-01 08:00:00";  // since the restore
  const Receipt receipt = submit(anew);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_NE(receipt.nre.value().substr(0, 13), lost.nre.value().substr(0, 13)) << "a new lot";
  EXPECT_EQ(requests("RichiestaLotto"), 2);
}

TEST_F(SacSubstitutesLotsTest, WithTheSettingOwnTheyAreTheSubstitutes) {
  let_substitutes_use_their_own_numbers();
  forget_access_of_the_holder();
  const Receipt receipt = submit(recipe_of_substitute());
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(owner_of_lot(receipt.nre), conti().user);
  EXPECT_EQ(channel_->transmitter.numbers_left(conti().user), 99);
  EXPECT_EQ(channel_->transmitter.numbers_left(fabbri().user), 0);
}

TEST_F(SacSubstitutesLotsTest, WithTheSettingOwnARefusedLotIsToldToTheSubstituteAlone) {
  let_substitutes_use_their_own_numbers();
  simulator().admin("POST", "/switches", {{"lots_without_asl", false}});
  EXPECT_EQ(submit(recipe_of_substitute()).reasons.at(0).code, "lot-refused");
  EXPECT_NE(told_to(conti()).find("94"), std::string::npos) << told_to(conti());
  EXPECT_EQ(told_to(fabbri()), "");
  substitute_numbers_ = SubstituteNumbers::holder;
  restart();
  EXPECT_EQ(told_to(conti()), "") << "nobody asks for those any more";
  EXPECT_EQ(submit(recipe_of_substitute()).outcome, Outcome::accepted);
}

TEST_F(SacSubstitutesLotsTest, ANumberOfTheirOwnThatTheServiceDoesNotTakeIsExplained) {
  let_substitutes_use_their_own_numbers();
  simulator().admin("POST", "/switches", {{"number_of_holder_only", true}});
  const Receipt receipt = submit(recipe_of_substitute());
  ASSERT_EQ(receipt.outcome, Outcome::refused);
  EXPECT_EQ(receipt.reasons.at(0).code, "1125");
  EXPECT_NE(receipt.reasons[0].title.find("lotto"), std::string::npos);
  EXPECT_NE(receipt.reasons[0].advice.find("substitute_numbers"), std::string::npos);
  EXPECT_TRUE(live().empty());
}

/// It has its number since the setting was another.
TEST_F(SacSubstitutesLotsTest, WhatNeverLeftUnderAnotherDoctorsNumberGetsANewOne) {
  let_substitutes_use_their_own_numbers();
  ASSERT_EQ(submit(recipe_of_substitute()).outcome, Outcome::accepted);
  const Recipe it = recipe_of_substitute();
  fault({{"kind", "wrong-certificate"}});
  ASSERT_EQ(submit(it).outcome, Outcome::unreachable);
  simulator().admin("POST", "/switches", {{"number_of_holder_only", true}});
  substitute_numbers_ = SubstituteNumbers::holder;
  restart();
  forget_access_of_the_holder();
  expect_it_waits_for_the_holder(submit(it), "il titolare li inserisca");
  sign_up(fabbri());
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(owner_of_lot(receipt.nre), fabbri().user);
  EXPECT_EQ(live().size(), 2u);
  EXPECT_EQ(sql("select count(*) from nre_use where state = 'burnt'")[0][0].as<int>(), 1)
      << "its first one is given to nobody, and asked after";
}

TEST_F(SacSubstitutesLotsTest, WhatMayHaveLeftUnderAnotherDoctorsNumberIsAskedAfterFirst) {
  let_substitutes_use_their_own_numbers();
  ASSERT_EQ(submit(recipe_of_substitute()).outcome, Outcome::accepted);
  const Recipe it = recipe_of_substitute();
  lose_the_answer();
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  substitute_numbers_ = SubstituteNumbers::holder;
  restart();
  move_clock(61'000);  // by now no request of the host of before is under way
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(owner_of_lot(receipt.nre), conti().user);
  EXPECT_EQ(live().size(), 2u);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(live().size(), 1u);
}

}  // namespace curante::sac
