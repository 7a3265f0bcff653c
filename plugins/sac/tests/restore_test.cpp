// SPDX-License-Identifier: Apache-2.0
// A database that comes back from a copy: no number twice, nothing sent blindly.
#include <set>

#include "likeness.hpp"
#include "recipe_kinds.hpp"
#include "restore_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

TEST_F(SacRestoreTest, NumbersOfBeforeAreNeverGivenAgain) {
  std::set<std::string> numbers;
  for (int i = 0; i < 3; ++i) numbers.insert(submit(recipe()).nre.value());
  copy_database();
  for (int i = 0; i < 5; ++i) numbers.insert(submit(recipe()).nre.value());
  ASSERT_FALSE(channel_->transmitter.look_for_restore());
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(channel_->transmitter.numbers_left("FBBGLI74C52H501K"), 0);
  Recipe other = recipe();  // none of those that were sent since the copy
  other.lines[0].quantity = 2;
  const Receipt receipt = submit(other);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_TRUE(numbers.insert(receipt.nre.value()).second);
  EXPECT_EQ(requests("RichiestaLotto"), 2);
  EXPECT_EQ(live().size(), 9u);
  EXPECT_FALSE(channel_->transmitter.look_for_restore()) << "told once";
  other.id = recipe().id;
  other.lines[0].quantity = 3;
  EXPECT_EQ(submit(other).outcome, Outcome::accepted);
  EXPECT_EQ(requests("RichiestaLotto"), 2) << "the new lot is used";
}

TEST_F(SacRestoreTest, WhatWasSentSinceTheCopyIsFoundAndNotSentAgain) {
  submit(recipe());
  copy_database();
  const Recipe it = recipe();
  const Receipt first = submit(it);
  ASSERT_EQ(first.outcome, Outcome::accepted);
  ASSERT_TRUE(start_restored());
  const Receipt found = submit(it);
  EXPECT_EQ(found.outcome, Outcome::accepted);
  EXPECT_EQ(found.nre, first.nre);
  EXPECT_EQ(found.authentication_code, first.authentication_code);
  EXPECT_EQ(requests("InvioPrescritto"), 2);
  EXPECT_EQ(live().size(), 2u);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn) << "it is this channel's again";
}

TEST_F(SacRestoreTest, TwoThatAreAlikeAreBothFound) {
  copy_database();
  const Recipe one = recipe(), other = recipe();
  const std::set<std::string> numbers{submit(one).nre.value(), submit(other).nre.value()};
  ASSERT_TRUE(start_restored());
  EXPECT_EQ((std::set<std::string>{submit(one).nre.value(), submit(other).nre.value()}), numbers);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(requests("InvioPrescritto"), 3);
}

TEST_F(SacRestoreTest, WhatDiffersIsNotTakenForIt) {
  copy_database();
  Recipe services = recipe(), later = recipe(), more = recipe();
  submit(recipe());
  services.kind = recipe_transmitter::RecipeKind::services;
  services.lines[0].service_code = "89.01";
  services.lines[0].service_text = "VISITA";
  later.written_at = "2026-09-30 16:44:17";
  more.lines[0].quantity = 2;
  ASSERT_TRUE(start_restored());
  for (const Recipe& it : {services, later, more}) {
    EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  }
  EXPECT_EQ(requests("InvioPrescritto"), 4);
  EXPECT_EQ(live().size(), 4u);
}

TEST_F(SacRestoreTest, AServiceIsFoundToo) {
  copy_database();
  Recipe it = recipe();
  it.kind = recipe_transmitter::RecipeKind::services;
  it.lines[0].service_code = "89.01";
  it.lines[0].service_text = "VISITA";
  const Receipt first = submit(it);
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacRestoreTest, WhatHadANumberIsAskedAfterByIt) {
  submit(recipe());
  const Recipe it = recipe();
  const Receipt first = sent_since_the_copy(it);
  ASSERT_EQ(first.outcome, Outcome::accepted);
  submit(recipe());
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(requests("InvioPrescritto"), 3);
}

TEST_F(SacRestoreTest, OneThatLeftUnderTheNumberItHadTellsOfTheRestore) {
  submit(recipe());
  const Recipe it = recipe();
  const Receipt first = sent_since_the_copy(it);  // and no number was taken since
  ASSERT_EQ(first.outcome, Outcome::accepted);
  EXPECT_FALSE(channel_->transmitter.look_for_restore());
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(requests("InvioPrescritto"), 2);
}

TEST_F(SacRestoreTest, AHostThatRunsNoticesItWhenOneLeavesUnderTheNumberItHas) {
  submit(recipe());
  const Recipe it = recipe();
  const Receipt first = sent_since_the_copy(it);
  restore_copy();
  const Receipt noticed = submit(it);
  EXPECT_EQ(noticed.outcome, Outcome::uncertain);
  EXPECT_EQ(noticed.reasons.at(0).code, "ledger-restored");
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(requests("InvioPrescritto"), 2);
}

TEST_F(SacRestoreTest, WhatWasWithdrawnSinceTheCopyStaysWithdrawn) {
  copy_database();
  const Recipe it = recipe();
  submit(it);
  withdraw(it);
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(submit(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live().empty());
  EXPECT_EQ(requests("InvioPrescritto"), 1);
}

TEST_F(SacRestoreTest, WhileTheServiceCannotBeAskedNothingIsSent) {
  copy_database();
  const Recipe it = recipe();
  const Receipt first = submit(it);
  ASSERT_TRUE(start_restored());
  fault({{"kind", "bad-gateway"}, {"operation", "InterrogaNreUtilizzati"}});
  const Receipt asked = submit(it);
  EXPECT_EQ(asked.outcome, Outcome::uncertain);
  EXPECT_FALSE(asked.reasons.at(0).text.empty());
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
}

TEST_F(SacRestoreTest, AHostThatRunsNoticesItAtTheNextNumber) {
  submit(recipe());
  copy_database();
  const Receipt before = submit(recipe());
  restore_copy();
  const Recipe it = recipe();
  const Receipt noticed = submit(it);
  EXPECT_EQ(noticed.outcome, Outcome::uncertain);
  EXPECT_EQ(noticed.reasons.at(0).code, "ledger-restored");
  // It looks like the one that was sent since the copy: which of two alike it is, nobody can tell.
  const Receipt found = submit(it);
  EXPECT_EQ(found.nre, before.nre);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacRestoreTest, AnotherHostBelievesTheFirstOne) {
  submit(recipe());
  copy_database();
  submit(recipe());
  const Channel other(database_, (keys_.path() / "other").string(), simulator(),
                      [this] { return now(); });
  auto& there = const_cast<Transmitter&>(other.transmitter);
  EXPECT_FALSE(there.look_for_restore()) << "it learns how far the lots have come";
  ASSERT_TRUE(start_restored());
  const Receipt receipt = submit([&] {
    Recipe it = recipe();
    it.lines[0].quantity = 2;
    return it;
  }());
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_FALSE(there.look_for_restore()) << "those lots are in quarantine already";
  EXPECT_GT(channel_->transmitter.numbers_left("FBBGLI74C52H501K"), 0);
}

TEST_F(SacRestoreTest, WithTheWholeMachineTheServiceSaysThatTheNumberIsUsed) {
  const auto [sent, before] = sent_since_the_whole_copy();
  Recipe fresh = recipe();
  fresh.lines[0].quantity = 2;
  const Receipt first = submit(fresh);
  EXPECT_EQ(first.outcome, Outcome::uncertain);
  EXPECT_EQ(first.reasons.at(0).code, "number-refused");
  EXPECT_EQ(settle(fresh).outcome, Outcome::accepted);
  EXPECT_EQ(submit(sent).nre, before.nre);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacRestoreTest, WithTheWholeMachineAnothersRecipeIsNotTakenWhereTheServiceFallsSilent) {
  const Receipt before = sent_since_the_whole_copy().second;
  Recipe fresh = recipe();
  fresh.lines[0].quantity = 2;
  fault({{"kind", "bad-gateway"}, {"operation", "VisualizzaPrescritto"}});
  EXPECT_EQ(submit(fresh).outcome, Outcome::uncertain);
  EXPECT_NE(withdraw(fresh).outcome, Outcome::withdrawn) << "it would be the other's";
  const Receipt mine = settle(fresh);
  ASSERT_EQ(mine.outcome, Outcome::accepted);
  EXPECT_NE(mine.nre, before.nre);
  EXPECT_EQ(live().size(), 3u);
}

/// Its number is another's, and nobody can be asked: what is known of it is not known as refused.
TEST_F(SacRestoreTest, WhileNobodyKnowsWhoseARefusedNumberIsTheRecipeIsInDoubtOnEveryHost) {
  sent_since_the_whole_copy();
  Recipe fresh = recipe();
  fresh.lines[0].quantity = 2;
  fault({{"kind", "bad-gateway"}, {"operation", "VisualizzaPrescritto"}, {"times", 0}});
  const Receipt first = submit(fresh);
  EXPECT_EQ(first.outcome, Outcome::uncertain);
  EXPECT_TRUE(first.nre.empty()) << "it may be another patient's";
  const auto other = another_host();
  EXPECT_EQ(other->transmitter.submit(fresh).outcome, Outcome::uncertain);
  EXPECT_EQ(other->transmitter.status(fresh.id.value()).outcome, Outcome::uncertain);
  const Receipt wished = withdraw(fresh);
  EXPECT_EQ(wished.outcome, Outcome::uncertain);
  EXPECT_EQ(wished.reasons.at(0).code, "number-refused");
  EXPECT_TRUE(wished.nre.empty());
}

TEST_F(SacRestoreTest, OnceTheServiceSaysThatItHasNothingOfItItIsWithdrawnWithoutTheService) {
  sent_since_the_whole_copy();
  Recipe fresh = recipe();
  fresh.lines[0].quantity = 2;
  EXPECT_EQ(submit(fresh).reasons.at(0).code, "number-refused");
  stop_simulator();
  try {
    withdraw(fresh);
    ADD_FAILURE() << "nothing of it was ever there";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "recipe-unknown");
  }
  start_simulator();
}

/// The other one of the two sent it under the next number.
TEST_F(SacRestoreTest, OneWhoseNumberIsRefusedIsFoundUnderAnotherAtOnce) {
  submit(recipe());
  copy_database();
  Recipe others = recipe();
  others.lines[0].quantity = 3;
  submit(others);
  Recipe mine = recipe();
  mine.lines[0].quantity = 2;
  const Receipt sent = submit(mine);
  start_on_the_whole_copy();
  const Receipt found = submit(mine);
  EXPECT_EQ(found.outcome, Outcome::accepted);
  EXPECT_EQ(found.nre, sent.nre);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacRestoreTest, OneThatCouldNotBeLookedForUnderOtherNumbersIsNotTakenForWithdrawn) {
  submit(recipe());
  copy_database();
  Recipe others = recipe();
  others.lines[0].quantity = 3;
  submit(others);
  Recipe mine = recipe();
  mine.lines[0].quantity = 2;
  const Receipt sent = submit(mine);
  start_on_the_whole_copy();
  fault({{"kind", "bad-gateway"}, {"operation", "InterrogaNreUtilizzati"}, {"times", 0}});
  EXPECT_EQ(submit(mine).outcome, Outcome::uncertain);
  const Receipt wished = withdraw(mine);
  EXPECT_EQ(wished.outcome, Outcome::uncertain) << "it is there, under a number unknown here";
  EXPECT_EQ(wished.reasons.at(0).code, "number-refused");
  try {
    channel_->transmitter.decide(mine.id.value(), mine.account.value(), true);
    ADD_FAILURE() << "under which number?";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "recipe-not-undecided");
  }
  simulator().admin("DELETE", "/faults");
  EXPECT_EQ(submit(mine).nre, sent.nre);
  EXPECT_EQ(withdraw(mine).outcome, Outcome::withdrawn);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacRestoreTest, ARefusedNumberIsShownUntilAPersonSaysWhatItMeans) {
  EXPECT_FALSE(channel_->transmitter.copy_suspected());
  sent_since_the_whole_copy();
  submit(recipe());
  const auto suspected = channel_->transmitter.copy_suspected();
  ASSERT_TRUE(suspected);
  restart();
  EXPECT_EQ(channel_->transmitter.copy_suspected(), suspected) << "it lasts";
  channel_->transmitter.settle_suspicion(*suspected, /*copy=*/false);
  EXPECT_FALSE(channel_->transmitter.copy_suspected());
  EXPECT_FALSE(channel_->transmitter.restored());
  try {
    channel_->transmitter.settle_suspicion(*suspected, /*copy=*/true);
    ADD_FAILURE();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "copy-not-suspected");
    EXPECT_FALSE(e.remedy().empty());
  }
}

TEST_F(SacRestoreTest, ACopyThatAPersonDeclaresIsToldToTheOtherRooms) {
  sent_since_the_whole_copy();
  submit(recipe());
  move_clock(24 * 3'600'000LL);
  const auto suspected = channel_->transmitter.copy_suspected();
  ASSERT_TRUE(suspected);
  channel_->transmitter.settle_suspicion(*suspected, /*copy=*/true);
  EXPECT_FALSE(channel_->transmitter.copy_suspected());
  const auto found = channel_->transmitter.untold_restore();
  ASSERT_TRUE(found);
  EXPECT_EQ(channel_->transmitter.restored(), found);
  EXPECT_GT(found->ms, suspected->ms) << "what was done until now is doubted";
}

TEST_F(SacRestoreTest, ARefusedNumberIsNoRestoreForTheOtherRooms) {
  sent_since_the_whole_copy();
  EXPECT_EQ(submit(recipe()).reasons.at(0).code, "number-refused");
  EXPECT_EQ(channel_->transmitter.numbers_left("FBBGLI74C52H501K"), 0);
  EXPECT_FALSE(channel_->transmitter.restored());
  EXPECT_FALSE(channel_->transmitter.untold_restore());
  ASSERT_TRUE(start_restored());
  EXPECT_TRUE(channel_->transmitter.untold_restore()) << "a restore right afterwards is one";
}

TEST_F(SacRestoreTest, OneRestoreFoundAgainIsNotedOnce) {
  submit(recipe());
  copy_database();
  submit(recipe());
  ASSERT_TRUE(start_restored());
  const auto found = channel_->transmitter.restored();
  ASSERT_TRUE(found);
  channel_->transmitter.restore_told(*found);
  move_clock(60'000);  // another host, or another thread, finds it too
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(channel_->transmitter.restored(), found);
  EXPECT_FALSE(channel_->transmitter.untold_restore());
  const auto noted = sql("select count(*), max(found_local) from ledger_restore");
  EXPECT_EQ(noted[0][0].as<int>(), 1);
  const auto first =
      sql("select to_char(max(found_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') "
          "from ledger_restore");
  EXPECT_GT(std::string(noted[0][1].c_str()), std::string(first[0][0].c_str()))
      << "what was written until then is looked for";
  move_clock(600'000);
  ASSERT_TRUE(start_restored());
  EXPECT_NE(channel_->transmitter.restored(), found);
  EXPECT_TRUE(channel_->transmitter.untold_restore());
}

TEST_F(SacRestoreTest, WithTheWholeMachineAnothersRecipeOfThatSecondIsNotTakenForThisOne) {
  submit(recipe());
  copy_database();
  const Receipt others = submit(recipe());
  ASSERT_EQ(others.outcome, Outcome::accepted);
  start_on_the_whole_copy();
  Recipe mine = recipe();  // the same second, the same drug; it gets the other's number
  mine.patient_kind = "ST";
  mine.patient.fiscal_code = FiscalCode("STP1202010000005");
  const Receipt refused = submit(mine);
  ASSERT_EQ(refused.outcome, Outcome::uncertain) << refused.nre.value();
  EXPECT_EQ(refused.reasons.at(0).code, "number-refused");
  const Receipt sent = settle(mine);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  EXPECT_NE(sent.nre, others.nre);
  EXPECT_EQ(live().size(), 3u);
}

TEST_F(SacRestoreTest, OnAMachineWithoutTheFileNothingIsSentTwice) {
  const Receipt known = submit(recipe());
  copy_database();
  const Recipe waiting = recipe();  // it waits in the copy
  const Receipt sent = submit(waiting);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  ASSERT_TRUE(start_on_another_machine());
  EXPECT_TRUE(channel_->transmitter.untold_restore());
  EXPECT_EQ(channel_->transmitter.numbers_left("FBBGLI74C52H501K"), 0);
  EXPECT_EQ(submit(waiting).nre, sent.nre);
  EXPECT_EQ(requests("InvioPrescritto"), 2);
  Recipe fresh = recipe();
  fresh.lines[0].quantity = 2;
  const Receipt receipt = submit(fresh);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_NE(receipt.nre.value().substr(0, 13), known.nre.value().substr(0, 13));
  EXPECT_EQ(requests("InvioPrescritto"), 3) << "no number of the copy was tried";
  restart();
  EXPECT_FALSE(channel_->transmitter.look_for_restore()) << "told once";
}

TEST_F(SacRestoreTest, OnAMachineWithoutTheFileACopyThatSentNothingIsNoNewInstallation) {
  copy_database();
  const Recipe waiting = recipe();
  const Receipt sent = submit(waiting);
  ASSERT_TRUE(start_on_another_machine());
  EXPECT_EQ(submit(waiting).nre, sent.nre);
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacRestoreTest, ANumberRefusedWithACodeThatNobodyKnowsIsLookedAt) {
  submit(recipe());
  copy_database();
  Recipe sent = recipe();
  sent.lines[0].quantity = 3;
  const Receipt before = submit(sent);
  start_on_the_whole_copy();
  simulator().admin("POST", "/switches", {{"number_used_known", false}});
  Recipe fresh = recipe();
  fresh.lines[0].quantity = 2;
  EXPECT_EQ(submit(fresh).reasons.at(0).code, "number-refused");
  const Receipt receipt = settle(fresh);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_NE(receipt.nre, before.nre);
  EXPECT_EQ(submit(sent).nre, before.nre);
  EXPECT_EQ(live().size(), 3u);
}

/// Whom a document names and no code: the service cannot be asked for their recipes.
class SacRestoreAbroadTest : public SacRestoreTest {
 protected:
  Recipe abroad(const char* kind, const char* number = "2 57 03 75 116 001") {
    Recipe it = recipe();
    const FiscalCode code = it.patient.fiscal_code;
    to_foreigner(it, kind);
    it.foreign->personal_number = number;
    it.foreign->card_number = number;
    it.patient.fiscal_code = code;  // the chart has one, which no recipe tells
    return it;
  }
};

TEST_F(SacRestoreAbroadTest, WhatWasSentSinceTheCopyIsFoundAndNotSentAgain) {
  submit(recipe());
  copy_database();
  for (const char* kind : {"EE", "UE", "NE", "NX"}) {
    const Recipe it = abroad(kind);
    const Receipt first = submit(it);
    ASSERT_EQ(first.outcome, Outcome::accepted) << kind;
    ASSERT_TRUE(start_restored()) << kind;
    const auto sendings = requests("InvioPrescritto");
    EXPECT_EQ(submit(it).nre, first.nre) << kind;
    EXPECT_EQ(requests("InvioPrescritto"), sendings) << kind;
  }
  EXPECT_EQ(live().size(), 5u);
}

TEST_F(SacRestoreAbroadTest, ASeafarerIsFoundByHisCard) {
  submit(recipe());
  copy_database();
  Recipe it = recipe();
  it.patient_kind = "NX";
  it.sasn_card = "NX12345";
  const Receipt first = submit(it);
  ASSERT_TRUE(start_restored());
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacRestoreAbroadTest, AnothersOfThatSecondIsNotTakenForIt) {
  submit(recipe());
  copy_database();
  const Receipt others = submit(abroad("UE", "1 11 11 11 111 111"));
  submit(abroad("EE"));
  ASSERT_TRUE(start_restored());
  const Receipt mine = submit(abroad("UE"));
  ASSERT_EQ(mine.outcome, Outcome::accepted);
  EXPECT_NE(mine.nre, others.nre);
  EXPECT_EQ(live().size(), 4u);
}

TEST_F(SacRestoreAbroadTest, WhereTheServiceDoesNotShowWhoseItIsAPersonLooks) {
  submit(recipe());
  copy_database();
  const Recipe others = recipe();  // of that second, and the service shows nothing of whom
  const Receipt sent = submit(others);
  ASSERT_TRUE(start_restored());
  const Recipe mine = abroad("UE");
  for (int i = 0; i < 2; ++i) {
    const Receipt unclear = submit(mine);
    ASSERT_EQ(unclear.outcome, Outcome::uncertain);
    EXPECT_EQ(unclear.reasons.at(0).code, recipe_transmitter::person_may_decide);
    EXPECT_EQ(unclear.nre, sent.nre) << "what the person looks for";
    EXPECT_FALSE(unclear.reasons[0].advice.empty());
  }
  EXPECT_EQ(requests("InvioPrescritto"), 2);
  // Once it is known to be the other's, nothing is unclear any more.
  EXPECT_EQ(submit(others).nre, sent.nre);
  EXPECT_EQ(settle(mine).outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 3u);
}

TEST(SacLikeness, NumbersAreComparedAndNotTheirSpelling) {
  Recipe it;
  it.patient_kind = "UE";
  it.foreign.emplace().personal_number = "2 57 03 75 116 001/a";
  visualizza_prescritto::View view;
  EXPECT_EQ(same_document(view, identity_of(it)), Likeness::unclear);
  view.patient_kind = "UE";
  EXPECT_EQ(same_document(view, identity_of(it)), Likeness::unclear);
  view.personal_number = "25703 75116001A";
  EXPECT_EQ(same_document(view, identity_of(it)), Likeness::same);
  view.card_number = "80250000001234567890";
  EXPECT_EQ(same_document(view, identity_of(it)), Likeness::different)
      << "this recipe tells of no card";
  it.foreign->card_number = "80250000001234567890";
  EXPECT_EQ(same_document(view, identity_of(it)), Likeness::same);
  view.patient_kind = "EE";
  EXPECT_EQ(same_document(view, identity_of(it)), Likeness::different);
}

TEST_F(SacRestoreTest, TheOthersAreToldOnce) {
  submit(recipe());
  copy_database();
  submit(recipe());
  EXPECT_FALSE(channel_->transmitter.untold_restore());
  ASSERT_TRUE(start_restored());
  const auto found = channel_->transmitter.untold_restore();
  ASSERT_TRUE(found);
  channel_->transmitter.restore_told(*found);
  EXPECT_FALSE(channel_->transmitter.untold_restore());
  EXPECT_TRUE(channel_->transmitter.restored());
}

TEST_F(SacRestoreTest, ALotOfAnotherDoctorIsRefusedWithAdvice) {
  let_substitutes_use_their_own_numbers();
  sign_up(conti());
  ASSERT_EQ(submit(recipe_of_substitute()).outcome, Outcome::accepted);
  sql("update nre_lot set doctor = 'FBBGLI74C52H501K'");
  const Receipt receipt = submit(recipe());
  // The simulated service knows whose lot it is.
  ASSERT_EQ(receipt.outcome, Outcome::refused);
  EXPECT_EQ(receipt.reasons.at(0).code, "1125");
  EXPECT_FALSE(receipt.reasons[0].title.empty());
  EXPECT_FALSE(receipt.reasons[0].advice.empty());
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacRestoreTest, ACodeWithoutATextIsShownRawAndCounted) {
  Recipe it = recipe();
  it.holder.specialisation = "X";
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::refused);
  EXPECT_EQ(receipt.reasons.at(0).code, "8016");
  EXPECT_FALSE(receipt.reasons[0].text.empty());
  EXPECT_TRUE(receipt.reasons[0].title.empty());
  EXPECT_EQ(channel_->counted.at("8016"), 1);
  it.id = recipe().id;
  submit(it);
  EXPECT_EQ(channel_->counted.at("8016"), 2);
  const metrics::Figure figure = channel_->unknown.figure();
  EXPECT_EQ(figure.title, "sistema_ts_unknown_codes_total");
  ASSERT_EQ(figure.samples.size(), 1u);
  EXPECT_EQ(figure.samples[0].about, "8016");
  EXPECT_EQ(figure.samples[0].value, 2);
}

TEST_F(SacRestoreTest, ARestoreIsToldAlsoWhereTheClockWentBackSinceTheOneBefore) {
  submit(recipe());
  copy_database();
  submit(recipe());
  ASSERT_TRUE(start_restored());
  const auto first = channel_->transmitter.untold_restore();
  channel_->transmitter.restore_told(*first);
  submit(recipe());
  move_clock(-24 * 3'600'000LL);
  ASSERT_TRUE(start_restored());
  const auto second = channel_->transmitter.untold_restore();
  ASSERT_TRUE(second);
  EXPECT_EQ(channel_->transmitter.restored(), second) << "who asks is told of this one";
  EXPECT_NE(first, second);
}

}  // namespace curante::sac
