// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <csignal>

#include "restore_room.hpp"

namespace curante::red_recipes {

using testing::code_of;
using Outcome = channel::Outcome;

TEST_F(RedRestoreTest, WhatGoesOnAsItWasIsNoRestore) {
  EXPECT_FALSE(look_at_start());
  print(1);
  work();
  EXPECT_FALSE(look_at_start());
  set_block("rossa", "120267654321008");
  EXPECT_FALSE(look_at_start());
  print(2);
  EXPECT_FALSE(restores_.look());
  EXPECT_EQ(block().problem, "");
  EXPECT_EQ(count("select count(*) from restore"), 0);
}

TEST_F(RedRestoreTest, ANumberUsedSinceTheCopyIsNeverGivenAgain) {
  print(1);
  copy();
  print(2);
  const std::string lost = print(3).code;
  EXPECT_EQ(lost, third_code);
  restore();
  EXPECT_EQ(code_of([&] { print(4); }), "block-missing");
  EXPECT_EQ(block().next_code, "");
  EXPECT_NE(block().problem.find("prossima ricetta non ancora usata"), std::string::npos);
  for (const char* used : {first_code, second_code, third_code}) {
    EXPECT_EQ(code_of([&] { set_block("rossa", used); }), "block-overlaps") << used;
  }
  set_block("rossa", fourth_code);
  EXPECT_EQ(block().problem, "");
  EXPECT_EQ(print(4).code, fourth_code);
  EXPECT_FALSE(look_at_start()) << "it is known by now";
}

TEST_F(RedRestoreTest, APadThatOnlyTheFileKnowsStaysUsed) {
  copy();
  set_block("rossa", "120267654321996", true);
  print(1);
  print(2);
  restore();
  EXPECT_TRUE(look_at_start());
  EXPECT_EQ(code_of([&] { set_block("rossa", "120267654321985", true); }), "block-overlaps");
  EXPECT_EQ(set_block("rossa", "120267654321974", true).next_code, "120267654321974");
}

TEST_F(RedRestoreTest, APracticeWithPadsThatIsUpdatedWasNotRestored) {
  print(1);
  before_the_update();
  EXPECT_FALSE(look_at_start());
  EXPECT_FALSE(look_at_start());
  EXPECT_EQ(block().next_code, second_code);
  EXPECT_EQ(count("select count(*) from restore"), 0);
  std::filesystem::remove(ledger_);
  EXPECT_TRUE(look_at_start()) << "from now on the database knows its files";
}

TEST_F(RedRestoreTest, AnUpdateThatStoppedMidwayGoesOn) {
  print(1);
  before_the_update();
  { const postgres::LedgerShadow named_only(ledger_, "named"); }
  EXPECT_FALSE(look_at_start());
}

TEST_F(RedRestoreTest, ACopyFromBeforeTheUpdateIsFoundByTheFileThatItDoesNotKnow) {
  print(1);
  before_the_update();
  copy();
  EXPECT_FALSE(look_at_start());
  restore();
  EXPECT_TRUE(look_at_start());
  EXPECT_NE(block().problem, "");
  EXPECT_FALSE(look_at_start());
}

TEST_F(RedRestoreTest, ASecondHostThatJoinsClosesNoPad) {
  print(1);
  files_.gather(reading_.now);
  const std::string other = folder_.path + "/other.red";
  EXPECT_FALSE(look_at_start(other));
  work();
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(print(2).code, second_code);
  EXPECT_FALSE(look_at_start(other)) << "it is known by now";
  hosts_.leave();
  EXPECT_FALSE(look_at_start(other)) << "also alone";
}

TEST_F(RedRestoreTest, AnOldRestoreIsPastWhenTheTransmitterIsFirstAsked) {
  constexpr int64_t day_ms = 24 * 3'600'000;
  print(1);
  before_the_update();
  told_restore_ = Instant{reading_.now.ms - 365 * day_ms};
  EXPECT_FALSE(look_at_start());
  EXPECT_EQ(block().next_code, second_code);
  told_restore_ = reading_.now;
  EXPECT_TRUE(look_at_start()) << "a new one is none of the past";
}

TEST_F(RedRestoreTest, ARestoreFoundOnTheDayOfTheUpdateIsFollowed) {
  print(1);
  before_the_update();
  told_restore_ = Instant{reading_.now.ms - 60'000};
  EXPECT_TRUE(look_at_start());
  EXPECT_FALSE(look_at_start());
}

TEST_F(RedRestoreTest, WithoutItsFileADatabaseThatKnowsItIsACopy) {
  print(1);
  std::filesystem::remove(ledger_);
  EXPECT_TRUE(look_at_start());
  EXPECT_EQ(code_of([&] { print(2); }), "block-missing");
  set_block("rossa", second_code);
  EXPECT_FALSE(look_at_start());
  EXPECT_EQ(print(2).code, second_code);
}

TEST_F(RedRestoreTest, WhatTheTransmitterFoundIsFollowedOnce) {
  print(1);
  told_restore_ = Instant{reading_.now.ms + 1000};
  EXPECT_TRUE(restores_.look());
  EXPECT_FALSE(restores_.look());
  EXPECT_EQ(code_of([&] { print(2); }), "block-missing");
  set_block("rossa", second_code);
  EXPECT_EQ(print(2).code, second_code);
}

TEST_F(RedRestoreTest, WhoCannotAskTheTransmitterGoesByItsFile) {
  surroundings_.last_restored = [](const CallContext&) -> recipe_transmitter::Restoration {
    throw Error("contract-unavailable", "niente", "niente");
  };
  EXPECT_FALSE(restores_.look());
}

TEST_F(RedRestoreTest, WhatWaitedInTheCopyIsFoundByItsCodeAndNotSentAgain) {
  print(1);
  print(2);
  copy();
  work();  // both leave in one file
  print(3);
  work();
  ASSERT_EQ(ministry_.uploads, 2);
  restore();
  EXPECT_TRUE(look_at_start());
  EXPECT_EQ(form(1).state, State::sending);
  EXPECT_EQ(cancel(2).state, State::cancelling) << "nobody may believe that it was never told";
  work(4);
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(form(1).protocol, "1000");
  EXPECT_EQ(form(1).outcome, channel::FileState::clean);
  EXPECT_EQ(form(2).state, State::cancelled);
  expect_once(first_code);
  EXPECT_EQ(ministry_.uploads, 3) << "the cancellation alone";
  EXPECT_FALSE(ministry_.live.contains(second_code));
}

TEST_F(RedRestoreTest, WhatTheMinistryDoesNotKnowGoesAfterTheTimeOfGrace) {
  print(1);
  copy();
  print(2);
  restore();
  Courier patient(fake_.host(), surroundings_, files_, doubted_, outcomes_, restores_,
                  {3'600'000, 0, 0});
  EXPECT_TRUE(look_at_start());
  for (int i = 0; i < 3; ++i) {
    make_due();
    patient.step();
  }
  EXPECT_EQ(ministry_.uploads, 0);
  EXPECT_EQ(form(1).state, State::sending);
  work(2);  // the time of grace is over
  EXPECT_EQ(form(1).state, State::sent);
  expect_once(first_code);
}

TEST_F(RedRestoreTest, AFileThatWasReadyIsTakenApartAndEachRecipeFoundWhereItIs) {
  print(1);
  print(2);
  files_.gather(reading_.now);
  copy();
  // Since the copy the first left alone, and the second after it.
  channel::Upload one, other;
  one.entries.emplace_back().code = first_code;
  other.entries.emplace_back().code = second_code;
  ministry_.take(one);
  ministry_.take(other);
  restore();
  std::filesystem::remove(ledger_);
  EXPECT_TRUE(look_at_start());
  work(3);
  EXPECT_EQ(form(1).protocol, "1000");
  EXPECT_EQ(form(2).protocol, "1001");
  EXPECT_EQ(form(2).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 0);
}

TEST_F(RedRestoreTest, AFileThatLeavesInARestoredDatabaseIsHeldBack) {
  print(1);
  files_.gather(reading_.now);
  copy();
  work();
  ASSERT_EQ(ministry_.uploads, 1);
  restore();
  work(3);  // nobody looked before: the courier does
  EXPECT_EQ(ministry_.uploads, 1);
  EXPECT_EQ(form(1).state, State::sent);
}

TEST_F(RedRestoreTest, AFileThatAnotherHostTookApartDoesNotLeave) {
  print(1);
  restores_.look();
  const std::string other = folder_.path + "/other.red";
  int asked = 0;
  const auto own = surroundings_.last_restored;
  surroundings_.last_restored = [&](const CallContext& context) {
    // Between the claim and the sending, where the courier looks once more.
    if (++asked == 2) {
      told_restore_ = reading_.now;
      EXPECT_TRUE(look_at_start(other));
    }
    return own(context);
  };
  EXPECT_TRUE(courier_.step());
  EXPECT_GE(asked, 2);
  EXPECT_EQ(ministry_.uploads, 0);
  EXPECT_EQ(form(1).state, State::sending);
  EXPECT_EQ(count("select count(*) from batch where doubted"), 1);
}

TEST_F(RedRestoreTest, WhatOneHostFoundTheOtherDoesNotFindAgain) {
  print(1);
  const std::string other = folder_.path + "/other.red";
  EXPECT_FALSE(look_at_start(other));
  work();  // the first departure, known to this host's file
  print(2);
  ministry_.fail({true, Outcome::uncertain});
  work();  // the second, still open
  EXPECT_FALSE(restores_.look());
  told_restore_ = reading_.now;
  EXPECT_TRUE(look_at_start(other)) << "whose file knows of no departure";
  EXPECT_FALSE(restores_.look());
  EXPECT_EQ(count("select count(*) from restore"), 1);
  set_block("rossa", third_code);
  EXPECT_EQ(print(3).code, third_code);
}

TEST_F(RedRestoreTest, ACancellationThatWaitedIsFoundToo) {
  print(1);
  work();
  cancel(1);
  copy();
  work();
  ASSERT_EQ(form(1).state, State::cancelled);
  ASSERT_EQ(ministry_.uploads, 2);
  restore();
  EXPECT_TRUE(look_at_start());
  EXPECT_EQ(form(1).state, State::cancelling);
  work(3);
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_EQ(ministry_.uploads, 2);
}

TEST_F(RedRestoreTest, WhatWasCancelledSinceTheCopyIsForAPersonAndIsFoundWhenCancelledAgain) {
  print(1);
  copy();
  work();
  cancel(1);
  work();
  ASSERT_EQ(ministry_.uploads, 2);
  restore();
  EXPECT_TRUE(look_at_start());
  work(2);
  const Form doubtful = form(1);
  EXPECT_EQ(doubtful.state, State::attention);
  EXPECT_NE(doubtful.problem.find("1001"), std::string::npos);
  cancel(1);
  work(3);
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_EQ(ministry_.uploads, 2);
}

TEST_F(RedRestoreTest, WhereRecipesAreNotListedAPersonDecides) {
  print(1);
  copy();
  work();
  restore();
  ministry_.lists_recipes = false;
  EXPECT_TRUE(look_at_start());
  work(2);
  EXPECT_EQ(form(1).state, State::attention);
  EXPECT_NE(form(1).problem.find("1000"), std::string::npos);
  EXPECT_EQ(ministry_.uploads, 1);
  SettleFile settle;
  settle.file_name = form(1).file_name;
  settle.protocol = "1000";
  ask(settle);
  EXPECT_EQ(form(1).state, State::sent);
}

TEST_F(RedRestoreTest, ANumberOfADatabaseThatComesBackWhileItIsTakenIsNotTaken) {
  print(1);
  copy();
  print(2);
  bool looked = false;
  surroundings_.last_restored = [&](const CallContext&) {
    looked = true;
    return recipe_transmitter::Restoration{};
  };
  const auto now = surroundings_.now;
  surroundings_.now = [&](const CallContext& context) {
    if (std::exchange(looked, false)) restore();
    return now(context);
  };
  made_.clear();
  EXPECT_EQ(code_of([&] { print(3); }), "red-restored");
  surroundings_.now = now;
  EXPECT_TRUE(made_.empty());
  EXPECT_EQ(count("select count(*) from form"), 1);
  EXPECT_EQ(code_of([&] { print(3); }), "block-missing");
}

TEST_F(RedRestoreTest, ANumberThatWasTakenIsNotPrintedWhenARestoreIsFound) {
  int asked = 0;
  surroundings_.last_restored = [&](const CallContext&) {
    recipe_transmitter::Restoration told;
    if (++asked > 1) told.found = reading_.now;
    return told;
  };
  EXPECT_EQ(code_of([&] { print(1); }), "red-form-unfinished");
  EXPECT_TRUE(made_.empty());
  EXPECT_TRUE(form(1).document.empty());
}

TEST_F(RedRestoreTest, WhatCannotBeNotedOutsideTheDatabaseIsNotPrinted) {
  EXPECT_EQ(code_of([] { postgres::LedgerShadow it("/nowhere/at/all/practice.red"); }),
            "ledger-file");
  // A disk that is full.
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit full{0, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &full), 0);
  const std::string taken = code_of([&] { print(1); });
  const std::string before_one = code_of([&] { print(2); });
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(taken, "red-form-unfinished") << "its number could not be noted";
  EXPECT_EQ(before_one, "red-ledger-file");
  EXPECT_TRUE(made_.empty());
  EXPECT_EQ(count("select count(*) from form"), 1);
  EXPECT_EQ(print(2).code, second_code) << "no number was taken for it";
  EXPECT_EQ(print(1).code, first_code);
}

}  // namespace curante::red_recipes
