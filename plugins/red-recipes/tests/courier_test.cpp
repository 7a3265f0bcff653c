// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "room.hpp"

namespace curante::red_recipes {

using channel::FileState;
using testing::code_of;
using Outcome = channel::Outcome;

class CourierTest : public RedRoomTest {
 protected:
  CourierTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
  SentFileList files() { return ask(ListFiles{}); }
  /// The lease of a host that was killed runs out.
  void abandon() {
    const auto file = files_.claim();
    ASSERT_TRUE(file.has_value());
    sql("update batch set lease_until = clock_timestamp() - interval '1 second'");
  }
};

TEST_F(CourierTest, AFileGoesAndItsOutcomeIsAskedFor) {
  print(1);
  print(2);
  work();
  const Form sent = form(1);
  EXPECT_EQ(sent.state, State::sent);
  EXPECT_EQ(sent.protocol, "1000");
  EXPECT_EQ(sent.outcome, FileState::clean);
  const auto list = files().files;
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].recipes, 2);
  EXPECT_EQ(list[0].file_name, ministry_.names.at(0));
  EXPECT_EQ(list[0].sending, FileSending::sent);
  EXPECT_TRUE(list[0].file_name.starts_with("MIR_20261123_"));
  EXPECT_EQ(ministry_.uploads, 1);
}

TEST_F(CourierTest, AnOutcomeThatIsOpenIsAskedForAgain) {
  ministry_.waiting = true;
  print(1);
  files_.gather(reading_.now);
  courier_.step();
  courier_.step();
  EXPECT_EQ(form(1).outcome, FileState::unknown);
  ministry_.waiting = false;
  AskNow now;
  EXPECT_EQ(ask(now).files.size(), 1u);
  work();
  EXPECT_EQ(form(1).outcome, FileState::clean);
  EXPECT_TRUE(ask(now).files.empty());
}

TEST_F(CourierTest, AProtocolThatTheMinistryDoesNotKnowIsNotAskedForForEver) {
  print(1);
  print(2);
  files_.gather(reading_.now);
  courier_.step();
  ASSERT_EQ(form(1).state, State::sent);
  const auto taken = std::exchange(ministry_.files, {});
  work(3);
  EXPECT_EQ(form(1).state, State::sent) << "it may come to be listed";
  EXPECT_EQ(ask(AskNow{}).files.size(), 1u);
  sql("update batch set unlisted_since = unlisted_since - interval '71 hours'");
  work();
  EXPECT_EQ(form(1).state, State::sent);
  sql("update batch set unlisted_since = unlisted_since - interval '2 hours'");
  work();
  for (const int number : {1, 2}) {
    EXPECT_EQ(form(number).state, State::attention);
    EXPECT_TRUE(form(number).to_find);
    EXPECT_NE(form(number).problem.find("1000"), std::string::npos) << form(number).problem;
  }
  EXPECT_EQ(events_.back().state, State::attention);
  const SentFile file = files().files.at(0);
  EXPECT_NE(file.problem.find("protocollo 1000"), std::string::npos) << file.problem;
  EXPECT_EQ(file.outcome, FileState::unknown);
  EXPECT_TRUE(ask(AskNow{}).files.empty()) << "asked no more";
  // A person finds the one, and not the other.
  SettleForm found{recipe_id(1)};
  found.there = true;
  EXPECT_EQ(ask(found).state, State::sent);
  SettleForm missing{recipe_id(2)};
  ministry_.live.clear();
  EXPECT_EQ(ask(missing).state, State::queued);
  work();
  EXPECT_EQ(form(2).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 2);
}

TEST_F(CourierTest, OneThatIsListedAgainIsWaitedForAnew) {
  ministry_.waiting = true;
  print(1);
  files_.gather(reading_.now);
  courier_.step();
  const auto taken = std::exchange(ministry_.files, {});
  work();
  EXPECT_EQ(count("select count(*) from batch where unlisted_since is not null"), 1);
  ministry_.files = taken;
  work();
  EXPECT_EQ(count("select count(*) from batch where unlisted_since is not null"), 0);
  EXPECT_EQ(form(1).state, State::sent);
}

TEST_F(CourierTest, AWarningIsShownAndNobodyIsAskedToSendAgain) {
  ministry_.warn.insert("120261234567019");
  print(1);
  print(2);
  work(3);
  const Form warned = form(2);
  EXPECT_EQ(warned.state, State::sent);
  EXPECT_EQ(warned.outcome, FileState::warnings);
  EXPECT_EQ(warned.problem, "");
  ASSERT_EQ(warned.remarks.size(), 1u);
  EXPECT_EQ(warned.remarks[0].code, "W001");
  EXPECT_TRUE(form(1).remarks.empty());
  EXPECT_EQ(files().files.at(0).outcome, FileState::warnings);
  for (const FormChanged& event : events_) EXPECT_NE(event.state, State::attention);
  ListForms open;
  open.open = true;
  EXPECT_TRUE(ask(open).forms.empty()) << "there is nothing for anybody to do";
  EXPECT_TRUE(ask(AskNow{}).files.empty()) << "that is what became of it";
  SendAgain again;
  again.recipe = recipe_id(2);
  EXPECT_NE(code_of([&] { ask(again); }), "");
  work(3);
  EXPECT_EQ(ministry_.uploads, 1);
}

TEST_F(CourierTest, WhatTheMinistryRemarksIsKeptWithEachRecipe) {
  ministry_.spoil.insert("120261234567019");
  print(1);
  print(2);
  work();
  EXPECT_EQ(form(1).state, State::sent);
  const Form bad = form(2);
  EXPECT_EQ(bad.state, State::attention);
  EXPECT_EQ(bad.outcome, FileState::errors);
  EXPECT_EQ(bad.remarks.at(0).code, "R001");
  EXPECT_NE(bad.problem.find("gia' presente"), std::string::npos);
  // Mended, it goes once more.
  ministry_.spoil.clear();
  SendAgain again;
  again.recipe = recipe_id(2);
  EXPECT_EQ(ask(again).state, State::queued);
  EXPECT_EQ(code_of([&] { ask(again); }), "red-form-settled");
  work();
  EXPECT_EQ(form(2).state, State::sent);
  EXPECT_EQ(ministry_.live.size(), 2u);
}

TEST_F(CourierTest, AFileThatWasDiscardedLeavesNoRecipeSent) {
  ministry_.spoil.insert("120261234567008");
  print(1);
  work();
  EXPECT_EQ(form(1).state, State::refused);
  EXPECT_EQ(form(1).outcome, FileState::discarded);
}

TEST_F(CourierTest, ATakenFileWhoseAnswerWasLostIsAdopted) {
  ministry_.fail({true, Outcome::uncertain});
  print(1);
  work(2);
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(form(1).protocol, "1000");
  EXPECT_EQ(ministry_.uploads, 1);
}

TEST_F(CourierTest, OneThatDidNotArriveGoesAgainUnderItsName) {
  ministry_.fail({false, Outcome::uncertain});
  print(1);
  work(3);
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 2);
  EXPECT_EQ(ministry_.names[0], ministry_.names[1]);
  EXPECT_EQ(ministry_.live.size(), 1u);
}

TEST_F(CourierTest, InTheTimeOfGraceNothingIsSentAgain) {
  Courier patient(fake_.host(), surroundings_, files_, doubted_, outcomes_, restores_,
                  {3'600'000, 0, 0});
  ministry_.fail({false, Outcome::uncertain});
  print(1);
  for (int i = 0; i < 5; ++i) {
    make_due();
    patient.step();
  }
  EXPECT_EQ(ministry_.uploads, 1);
  EXPECT_EQ(form(1).state, State::sending);
  EXPECT_EQ(files().files.at(0).sending, FileSending::uncertain);
  // It arrives late after all, and is found.
  channel::Upload late;
  late.entries.emplace_back().code = form(1).code;
  ministry_.take(late);
  make_due();
  patient.step();
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 1);
}

TEST_F(CourierTest, WhileOneIsLookedForTheOthersWait) {
  ministry_.fail({true, Outcome::uncertain});
  ministry_.waiting = true;  // nobody can say yet whose file it is
  print(1);
  work();
  print(2);
  work(2);
  EXPECT_EQ(ministry_.uploads, 1);
  ministry_.waiting = false;
  work(2);
  EXPECT_EQ(ministry_.uploads, 2);
  EXPECT_EQ(ministry_.live.size(), 2u);
}

TEST_F(CourierTest, AFileThatCannotBeToldFromOursIsForAPerson) {
  ministry_.fail({true, Outcome::uncertain});
  ministry_.lists_recipes = false;
  print(1);
  work(2);
  const Form form_now = form(1);
  EXPECT_EQ(form_now.state, State::attention);
  EXPECT_NE(form_now.problem.find("1000"), std::string::npos);
  EXPECT_EQ(ministry_.uploads, 1);
  work(2);
  EXPECT_EQ(ministry_.uploads, 1);
  SettleFile settle;
  settle.file_name = form_now.file_name;
  settle.protocol = "1000";
  EXPECT_EQ(ask(settle).protocol, "1000");
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(code_of([&] { ask(settle); }), "red-file-settled");
  settle.file_name = "MIR_0";
  EXPECT_EQ(code_of([&] { ask(settle); }), "red-file-unknown");
}

TEST_F(CourierTest, TheProtocolOfAnotherFileIsNoAnswer) {
  print(1);
  work();
  ministry_.fail({true, Outcome::uncertain});
  ministry_.lists_recipes = false;
  print(2);
  work(2);
  ASSERT_EQ(form(2).state, State::attention);
  SettleFile settle;
  settle.file_name = form(2).file_name;
  settle.protocol = form(1).protocol;
  EXPECT_EQ(code_of([&] { ask(settle); }), "red-protocol-taken");
  EXPECT_EQ(form(2).state, State::attention);
  settle.protocol = "1001";
  EXPECT_EQ(ask(settle).protocol, "1001");
  EXPECT_EQ(form(2).state, State::sent);
}

TEST_F(CourierTest, APersonWhoFindsNothingLetsItGoAgain) {
  ministry_.files["77"];  // of another program
  ministry_.fail({false, Outcome::uncertain});
  ministry_.lists_recipes = false;
  print(1);
  work(2);
  ASSERT_EQ(form(1).state, State::attention);
  SettleFile settle;
  settle.file_name = form(1).file_name;
  ask(settle);
  work();
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 2);
}

TEST_F(CourierTest, WithoutTheServiceItWaitsAndWithoutCredentialsItSaysSo) {
  ministry_.fail({false, Outcome::unreachable});
  ministry_.fail({false, Outcome::needs_credentials});
  print(1);
  work(2);
  EXPECT_EQ(form(1).state, State::attention);
  EXPECT_EQ(form(1).problem, "detto dal ministero");
  work();
  EXPECT_EQ(ministry_.uploads, 2);
  EXPECT_EQ(files_.resume(Id("00000000-0000-4000-9000-000000000002")), 0);
  EXPECT_EQ(files_.resume(doctor_id), 1);
  work();
  EXPECT_EQ(form(1).state, State::sent);
}

TEST_F(CourierTest, ARefusedFileLeavesItsRecipesToBeMended) {
  ministry_.fail({false, Outcome::refused});
  print(1);
  print(2);
  work();
  EXPECT_EQ(form(1).state, State::refused);
  EXPECT_EQ(form(1).problem, "detto dal ministero");
  SendAgain again;
  again.recipe = recipe_id(1);
  ask(again);
  EXPECT_EQ(cancel(2).state, State::cancelled);
  work();
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(ministry_.live.size(), 1u);
}

/// The ministry remarked something of it that may have been a warning: then it holds the recipe.
TEST_F(CourierTest, WhatAnEarlierFileMayHaveBroughtIsCancelledThere) {
  ministry_.spoil.insert("120261234567019");
  print(1);
  print(2);
  work();
  ASSERT_EQ(form(2).state, State::attention);
  ministry_.live[form(2).code] = form(2).protocol;  // a warning it was
  SendAgain again;
  again.recipe = recipe_id(2);
  ask(again);
  ministry_.fail({false, Outcome::refused});
  work();
  ASSERT_EQ(form(2).state, State::refused);
  EXPECT_EQ(cancel(2).state, State::cancelling);
  work();
  EXPECT_EQ(form(2).state, State::cancelled);
  EXPECT_FALSE(ministry_.live.contains(form(2).code));
}

TEST_F(CourierTest, CancelledWhileItsSecondFileIsTurnedAwayItIsCancelledInTheFirst) {
  ministry_.spoil.insert("120261234567019");
  print(1);
  print(2);
  work();
  ministry_.live[form(2).code] = form(2).protocol;
  SendAgain again;
  again.recipe = recipe_id(2);
  ask(again);
  files_.gather(reading_.now);
  EXPECT_EQ(cancel(2).state, State::cancelling);
  ministry_.fail({false, Outcome::refused});
  work();
  EXPECT_EQ(form(2).state, State::cancelled);
  EXPECT_FALSE(ministry_.live.contains(form(2).code));
}

TEST_F(CourierTest, OfAFileWithErrorsOfWhichNobodySaysWhoseEachIsForAPerson) {
  print(3);
  work();
  ministry_.lists_recipes = false;
  ministry_.spoil.insert("120261234567020");
  print(1);
  print(2);
  cancel(3);
  work();
  for (const int number : {1, 2}) {
    EXPECT_EQ(form(number).state, State::attention) << number;
    EXPECT_TRUE(form(number).to_find) << number;
  }
  EXPECT_EQ(form(3).state, State::not_cancelled);
  EXPECT_NE(form(1).problem.find("non dice quali"), std::string::npos);
}

TEST_F(CourierTest, ACancellationWhoseFileWasDiscardedIsSeenThoughNoRecipeIsListed) {
  print(1);
  work();
  ministry_.lists_recipes = false;
  ministry_.live.clear();
  cancel(1);
  work();
  EXPECT_EQ(form(1).state, State::not_cancelled);
}

TEST_F(CourierTest, WhatWasDiscardedAsAWholeNeedsNoCancellation) {
  ministry_.spoil.insert("120261234567008");
  print(1);
  work();
  ASSERT_EQ(form(1).outcome, FileState::discarded);
  SendAgain again;
  again.recipe = recipe_id(1);
  ask(again);
  EXPECT_EQ(cancel(1).state, State::cancelled);
  work();
  EXPECT_EQ(ministry_.uploads, 1);
}

TEST_F(CourierTest, ACancellationThatIsNotCarriedOutIsSeen) {
  print(1);
  work();
  ministry_.live.clear();  // the ministry lost it
  cancel(1);
  work();
  EXPECT_EQ(form(1).state, State::not_cancelled);
  EXPECT_NE(form(1).problem.find("annullamento"), std::string::npos);
}

TEST_F(CourierTest, ACancellationThatIsAskedForAgainAndAgainFillsNoDesk) {
  print(1);
  work();
  for (int i = 0; i < 10; ++i) {
    ministry_.fail({false, Outcome::refused});
    cancel(1);
    work();
  }
  EXPECT_EQ(ministry_.uploads, 3) << "sent, cancelled, and once more; then it pauses";
  EXPECT_EQ(form(1).state, State::cancelling);
  const auto due = files_.next_due_ms();
  ASSERT_TRUE(due.has_value()) << "its pause ends by itself";
  EXPECT_GT(*due, 0);
  // Others do not wait for it.
  ministry_.forgive();
  print(2);
  work();
  EXPECT_EQ(form(2).state, State::sent);
}

TEST_F(CourierTest, CancelledWhileItsFileIsLookedForItIsToldAfterwards) {
  ministry_.fail({true, Outcome::uncertain});
  print(1);
  files_.gather(reading_.now);
  courier_.step();
  EXPECT_EQ(cancel(1).state, State::cancelling);
  work(3);
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_TRUE(ministry_.live.empty());
}

TEST_F(CourierTest, CancelledWhileItsFileWaitsForTheServiceItIsNeverValidThere) {
  ministry_.fail({false, Outcome::unreachable});
  print(1);
  files_.gather(reading_.now);
  courier_.step();  // the file is made, and waits with the recipe in it
  ASSERT_EQ(form(1).state, State::queued);
  EXPECT_EQ(cancel(1).state, State::cancelling);
  work(3);
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_EQ(ministry_.uploads, 3);
  EXPECT_TRUE(ministry_.live.empty());
}

TEST_F(CourierTest, KilledBeforeOrAfterSendingItIsSentOnce) {
  print(1);
  files_.gather(reading_.now);
  abandon();  // before the request: nothing is there
  work(3);
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 1);

  print(2);
  files_.gather(reading_.now);
  const auto file = files_.claim();
  ASSERT_TRUE(file.has_value());
  channel::Upload upload{doctor_id, file->file_name, files_.entries(*file)};
  ministry_.upload(upload);  // after the request: killed before it was written
  sql("update batch set lease_until = clock_timestamp() - interval '1 second'");
  work(2);
  EXPECT_EQ(form(2).state, State::sent);
  EXPECT_EQ(ministry_.uploads, 2);
  EXPECT_EQ(ministry_.live.size(), 2u);
  // Who lost the lease writes nothing.
  EXPECT_FALSE(files_.accepted(*file, "9", ""));
}

TEST_F(CourierTest, TwoHostsSendEachRecipeOnce) {
  for (int i = 1; i <= 40; ++i) print(i);
  FileStore other(pool_, surroundings_, "1", 60'000);
  Courier second(fake_.host(), surroundings_, other, doubted_, outcomes_, restores_, times_);
  bool busy = true;
  while (busy) {
    const bool first_busy = courier_.step();
    busy = second.step() || first_busy;
  }
  EXPECT_EQ(ministry_.live.size(), 40u);
  for (const auto& [protocol, file] : ministry_.files) EXPECT_TRUE(file.bad.empty());
}

}  // namespace curante::red_recipes
