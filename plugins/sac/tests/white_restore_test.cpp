// SPDX-License-Identifier: Apache-2.0
// White recipes in a database that comes back from a copy: none is sent blindly.
#include "curante/testing/caller.hpp"
#include "white_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

class WhiteRestoreTest : public WhiteTest {
 protected:
  static constexpr const char* tables[] = {"nre_lot", "nre_use", "submission", "white_submission",
                                           "sending_count"};

  void copy_database() {
    for (const std::string table : tables) sql("create table copy_" + table + " as table " + table);
  }
  void restore_copy() {
    for (const std::string table : tables) {
      sql("delete from " + table);
      sql("insert into " + table + " select * from copy_" + table);
    }
  }
  /// The host starts on the copy; what was sent since is known to nobody but the service.
  void start_restored() {
    submit(recipe());  // a number is used after the copy: by it the restore is noticed
    restore_copy();
    restart_white();
    ASSERT_TRUE(channel_->transmitter.look_for_restore());
    move_clock(1'000);
  }
  struct Sent {
    Recipe recipe;
    Receipt receipt;
  };
  /// One that left after the copy on which the host starts.
  Sent sent_since_the_copy() {
    submit(recipe());
    copy_database();
    const Recipe it = white();
    const Receipt receipt = send(it);
    EXPECT_EQ(receipt.outcome, Outcome::accepted);
    start_restored();
    return {it, receipt};
  }
  /// One that had not left when the copy was made, nor has since.
  Recipe unsent_since_the_copy() {
    submit(recipe());
    copy_database();
    const Recipe it = white();
    start_restored();
    return it;
  }
};

TEST_F(WhiteRestoreTest, OneThatWasSentSinceTheCopyIsFoundAndNotSentAgain) {
  const auto [it, sent] = sent_since_the_copy();
  const Receipt again = settle_white(it);
  EXPECT_EQ(again.outcome, Outcome::accepted);
  EXPECT_EQ(again.white_number, sent.white_number);
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteRestoreTest, WhereTheServiceCannotTellAPersonDecides) {
  const Recipe it = sent_since_the_copy().recipe;
  let_view_by_patient(false);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(needs_person(send(it)));
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(white_->undecided(it.account.value()).size(), 1u);
  // Who has looked says that it is not there: only then it goes.
  white_->decide(it.id.value(), it.account.value(), {});
  EXPECT_EQ(settle_white(it).outcome, Outcome::accepted);
  EXPECT_EQ(sendings(), 2);
}

TEST_F(WhiteRestoreTest, WithoutAskingByPatientAPersonDecidesToo) {
  assumptions_.asks_by_patient = false;
  open();
  const Recipe it = sent_since_the_copy().recipe;
  EXPECT_TRUE(needs_person(send(it)));
  EXPECT_EQ(sendings(), 1);
}

TEST_F(WhiteRestoreTest, OneThatIsNotThereAndOneOfAfterwardsGo) {
  const Recipe before = unsent_since_the_copy();
  EXPECT_EQ(settle_white(before).outcome, Outcome::accepted);
  const Recipe after = white();
  EXPECT_EQ(send(after).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 2u);
}

TEST_F(WhiteRestoreTest, OneThatIsNotThereAndIsWishedBackDoesNotLeave) {
  const Recipe it = unsent_since_the_copy();
  EXPECT_EQ(curante::testing::code_of([&] { withdraw(it); }), "recipe-unknown");
  EXPECT_EQ(send(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(send(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(sendings(), 0);
}

TEST_F(WhiteRestoreTest, OneThatWaitedInTheCopyAndWasSentSinceIsAnnulledWhenItIsWishedBack) {
  submit(recipe());
  const Recipe it = white();
  fault({{"kind", "wrong-certificate"}});
  ASSERT_EQ(send(it).outcome, Outcome::unreachable);
  copy_database();
  const Receipt sent = send(it);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  start_restored();
  const Receipt wished = withdraw_white(it);
  EXPECT_EQ(wished.outcome, Outcome::uncertain) << "it is there, whatever the copy says";
  EXPECT_EQ(wished.reasons.at(0).code, "number-refused");
  EXPECT_EQ(send(it).white_number, sent.white_number);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live_white().empty());
  EXPECT_EQ(sendings(), 1);
}

TEST_F(WhiteRestoreTest, OneThatWasSentSinceTheCopyStaysInDoubtUntilTheServiceAnswers) {
  const Sent before = sent_since_the_copy();
  const Recipe& it = before.recipe;
  EXPECT_EQ(curante::testing::code_of([&] { withdraw(it); }), "recipe-unknown");
  fault({{"kind", "wrong-certificate"}});
  EXPECT_EQ(send(it).outcome, Outcome::unreachable) << "it could not be looked for";
  EXPECT_EQ(withdraw_white(it).reasons.at(0).code, "number-refused");
  EXPECT_EQ(send(it).white_number, before.receipt.white_number);
  EXPECT_EQ(withdraw_white(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live_white().empty());
  EXPECT_EQ(sendings(), 1);
}

TEST_F(WhiteRestoreTest, OneThatCouldNotBeLookedForIsNotSentBlindlyTheNextTime) {
  const auto [it, sent] = sent_since_the_copy();
  fault({{"kind", "wrong-certificate"}});
  EXPECT_EQ(send(it).outcome, Outcome::unreachable);
  EXPECT_EQ(send(it).white_number, sent.white_number);
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteRestoreTest, OneThatIsWishedBackDoesNotLeaveByAPersonsWordThatItIsNotThere) {
  const Recipe it = unsent_since_the_copy();
  EXPECT_EQ(curante::testing::code_of([&] { withdraw(it); }), "recipe-unknown");
  let_view_by_patient(false);
  EXPECT_TRUE(needs_person(send(it)));
  white_->decide(it.id.value(), it.account.value(), {});
  EXPECT_EQ(send(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(sendings(), 0);
}

/// A practice that sends white recipes alone: no lot of numbers tells of a restore.
class WhiteOnlyRestoreTest : public WhiteRestoreTest {};

TEST_F(WhiteOnlyRestoreTest, ItIsNoticedAtTheStart) {
  send(white());
  EXPECT_FALSE(channel_->transmitter.look_for_restore());
  copy_database();
  const Recipe it = white();
  const Receipt sent = send(it);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  restore_copy();
  restart_white();
  ASSERT_TRUE(channel_->transmitter.look_for_restore());
  EXPECT_TRUE(channel_->transmitter.untold_restore());
  EXPECT_FALSE(channel_->transmitter.look_for_restore()) << "told once";
  move_clock(1'000);
  EXPECT_EQ(settle_white(it).white_number, sent.white_number);
  EXPECT_EQ(sendings(), 2);
  EXPECT_EQ(send(white()).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 3u);
}

TEST_F(WhiteOnlyRestoreTest, TheFirstCopyThereIsHasNoneAtAll) {
  copy_database();
  const Recipe it = white();
  const Receipt sent = send(it);
  restore_copy();
  restart_white();
  ASSERT_TRUE(channel_->transmitter.look_for_restore());
  let_view_by_patient(false);
  move_clock(1'000);
  EXPECT_TRUE(needs_person(send(it)));
  EXPECT_EQ(sendings(), 1);
}

TEST_F(WhiteOnlyRestoreTest, AHostThatRunsNoticesItAtTheNextSending) {
  send(white());
  copy_database();
  const Recipe sent = white();
  const std::string number = send(sent).white_number;
  restore_copy();
  const Recipe next = white();
  const Receipt noticed = send(next);
  EXPECT_EQ(noticed.outcome, Outcome::uncertain);
  EXPECT_EQ(noticed.reasons.at(0).code, "ledger-restored");
  EXPECT_TRUE(channel_->transmitter.untold_restore());
  EXPECT_EQ(sendings(), 2) << "nothing left";
  move_clock(1'000);
  EXPECT_EQ(settle_white(sent).white_number, number);
  EXPECT_EQ(settle_white(next).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 3u);
}

TEST_F(WhiteOnlyRestoreTest, AnotherHostIsNotMistaken) {
  send(white());
  const Channel other(database_, (keys_.path() / "other").string(), simulator(),
                      [this] { return now(); });
  auto& there = const_cast<Transmitter&>(other.transmitter);
  EXPECT_FALSE(there.look_for_restore()) << "it learns how many there were";
  copy_database();
  send(white());
  EXPECT_FALSE(there.look_for_restore());
  restore_copy();
  restart_white();
  ASSERT_TRUE(channel_->transmitter.look_for_restore());
  EXPECT_FALSE(there.look_for_restore()) << "the first has found it";
}

TEST_F(WhiteOnlyRestoreTest, AClockThatWentBackSendsNothing) {
  ASSERT_EQ(send(white()).outcome, Outcome::accepted);
  move_clock(-40 * 24 * 3'600'000LL);
  const Recipe it = white();
  const Receipt blocked = send(it);
  EXPECT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
  EXPECT_EQ(sendings(), 1);
  channel_->transmitter.declare_clock_right(it.account.value(), now());
  EXPECT_EQ(send(it).outcome, Outcome::accepted);
}

TEST_F(WhiteOnlyRestoreTest, WhatIsSentAgainByTheRightClockCounts) {
  const Recipe it = white();
  fault({{"kind", "wrong-certificate"}});
  EXPECT_EQ(send(it).outcome, Outcome::unreachable);
  constexpr int64_t day_ms = 24 * 3'600'000LL;
  move_clock(-40 * day_ms);
  channel_->transmitter.declare_clock_right(it.account.value(), now());
  ASSERT_EQ(settle_white(it).outcome, Outcome::accepted);
  move_clock(-day_ms);
  const Receipt blocked = send(white());
  ASSERT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
}

}  // namespace curante::sac
