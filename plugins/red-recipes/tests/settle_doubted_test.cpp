// SPDX-License-Identifier: Apache-2.0
#include "restore_room.hpp"

namespace curante::red_recipes {

/// What waited when the database came back stands in one file, whichever it left in: a person's
/// word of a file of the ministry's is not one of all its recipes.
class SettleDoubtedTest : public RedRestoreTest {
 protected:
  /// Two recipes and a cancellation wait in the copy, and the ministry lists no recipes.
  void doubt_three() {
    print(3);
    work();
    cancel(3);
    print(1);
    print(2);
    copy();
    work();
    ASSERT_EQ(ministry_.uploads, 2);
    restore();
    ministry_.lists_recipes = false;
    EXPECT_TRUE(look_at_start());
    work(2);
    ASSERT_EQ(form(1).state, State::attention);
    settle_.file_name = form(1).file_name;
    events_.clear();
  }
  bool told(int number, State state) const {
    return std::any_of(events_.begin(), events_.end(), [&](const FormChanged& it) {
      return it.recipe == recipe_id(number) && it.state == state;
    });
  }

  SettleFile settle_;
};

TEST_F(SettleDoubtedTest, NotThereEachRecipeWaitsAgain) {
  doubt_three();
  ministry_.live = {{first_code, "1000"}};  // what was seen there is another program's
  const SentFile file = ask(settle_);
  EXPECT_EQ(file.sending, FileSending::sending);
  EXPECT_EQ(file.recipes, 2);
  EXPECT_EQ(file.cancellations, 1);
  EXPECT_EQ(form(1).state, State::queued);
  EXPECT_EQ(form(3).state, State::cancelling);
  EXPECT_TRUE(told(1, State::queued));
  EXPECT_TRUE(told(2, State::queued));
  EXPECT_EQ(count("select count(*) from batch where doubted"), 0);
  EXPECT_EQ(count("select count(*) from entry where batch is null and looked"), 3);
  work();
  EXPECT_EQ(ministry_.uploads, 3);
  EXPECT_EQ(form(2).state, State::sent);
  EXPECT_NE(form(2).file_name, settle_.file_name) << "a file like any other";
}

TEST_F(SettleDoubtedTest, AProtocolLeavesEachRecipeToAPerson) {
  doubt_three();
  settle_.protocol = "1001";
  const SentFile file = ask(settle_);
  EXPECT_EQ(file.protocol, "1001");
  EXPECT_EQ(file.recipes, 2);
  for (const int number : {1, 2}) {
    EXPECT_EQ(form(number).state, State::attention) << number;
    EXPECT_EQ(form(number).protocol, "1001") << number;
    EXPECT_NE(form(number).problem.find("1001"), std::string::npos) << number;
    EXPECT_TRUE(told(number, State::attention)) << number;
  }
  EXPECT_EQ(form(3).state, State::not_cancelled);
  EXPECT_TRUE(told(3, State::not_cancelled));
  work(2);
  EXPECT_EQ(ministry_.uploads, 2) << "nothing goes by itself";

  SendAgain again;
  again.recipe = recipe_id(2);
  EXPECT_EQ(ask(again).state, State::queued);
  EXPECT_EQ(cancel(3).state, State::cancelling);
  EXPECT_EQ(form(1).state, State::attention);
}

/// What the ministry says of the file later: without naming the recipe it is no certain knowledge.
class PersonsWordTest : public SettleDoubtedTest {
 protected:
  void person_looks() {
    doubt_three();
    ministry_.waiting = true;  // that file has no outcome yet
    settle_.protocol = "1001";
    ask(settle_);
    work();
    find(1, true);
    find(3, false);
    ASSERT_EQ(form(1).state, State::sent);
    ASSERT_EQ(form(3).state, State::cancelled);
    ministry_.waiting = false;
  }
  /// What the ministry says of one file, before anything else is done.
  void outcome_of(const std::string& protocol) {
    sql(fmt::format("update batch set settled = protocol <> '{}' where state = 'sent'", protocol));
    sql("update batch set due = clock_timestamp() - interval '1 day' where state = 'sent'"
        " and not settled");
    EXPECT_TRUE(courier_.step());
  }
  void find(int number, bool there) {
    SettleForm call;
    call.recipe = recipe_id(number);
    call.there = there;
    ask(call);
  }
};

TEST_F(PersonsWordTest, StandsAgainstErrorsOfWhichNobodySaysWhoseTheyAre) {
  person_looks();
  ministry_.files["1001"].state = channel::FileState::errors;
  work();
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_EQ(form(2).state, State::attention) << "nobody looked";
  EXPECT_EQ(form(3).state, State::cancelled);
}

TEST_F(PersonsWordTest, StandsAgainstARemarkThatMayBeAWarningAndShowsIt) {
  person_looks();
  ministry_.lists_recipes = true;
  ministry_.files["1001"].state = channel::FileState::errors;
  ministry_.files["1001"].bad = {form(1).code, form(3).code};
  work();
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_FALSE(form(1).remarks.empty());
  EXPECT_EQ(form(3).state, State::cancelled);
}

TEST_F(PersonsWordTest, WhatBecomesOfAFileSaysNothingOfOneThatWentAgainInAnother) {
  person_looks();
  ministry_.waiting = true;
  ministry_.live.erase(form(2).code);
  find(2, false);
  work();
  const Form again = form(2);
  ASSERT_EQ(again.state, State::sent);
  ASSERT_NE(again.protocol, "1001");
  ministry_.waiting = false;
  for (const auto state : {channel::FileState::errors, channel::FileState::discarded}) {
    for (const bool listed : {false, true}) {
      ministry_.lists_recipes = listed;
      ministry_.files["1001"].state = state;
      ministry_.files["1001"].bad = {again.code};
      sql("update batch set settled = false where protocol = '1001'");
      work();
      EXPECT_EQ(form(2).state, State::sent) << form(2).problem;
      EXPECT_EQ(form(2).problem, "");
      EXPECT_TRUE(form(2).remarks.empty());
    }
  }
  EXPECT_EQ(form(2).outcome, channel::FileState::clean);
}

TEST_F(PersonsWordTest, WhatBecomesOfAFileSaysNothingOfACancellationThatWentAgainInAnother) {
  doubt_three();
  ministry_.waiting = true;
  settle_.protocol = "1001";
  ask(settle_);
  work();
  const std::string code = form(3).code;
  ministry_.live[code] = "1000";
  find(3, true);  // who looked saw that it is still valid
  for (const bool sent : {false, true}) {
    if (sent) work();
    ASSERT_EQ(form(3).state, sent ? State::cancelled : State::cancelling);
    ministry_.waiting = false;
    for (const auto state : {channel::FileState::errors, channel::FileState::discarded}) {
      for (const bool listed : {false, true}) {
        ministry_.lists_recipes = listed;
        ministry_.files["1001"].state = state;
        ministry_.files["1001"].bad = {code};
        outcome_of("1001");
        EXPECT_EQ(form(3).state, sent ? State::cancelled : State::cancelling) << form(3).problem;
        EXPECT_TRUE(form(3).remarks.empty());
      }
    }
  }
  EXPECT_FALSE(ministry_.live.contains(code));
}

TEST_F(PersonsWordTest, ThatItIsStillValidSendsItsCancellationThoughAnOlderFileListsOne) {
  doubt_three();
  settle_.protocol = "1001";
  ask(settle_);
  const std::string code = form(3).code;
  ministry_.live[code] = "1000";
  find(3, true);
  ministry_.lists_recipes = true;
  work(2);
  EXPECT_EQ(form(3).state, State::cancelled);
  EXPECT_EQ(ministry_.uploads, 3);
  EXPECT_FALSE(ministry_.live.contains(code));
}

TEST_F(PersonsWordTest, GoesToAPersonAgainWhereTheFileWasCertainlyNotTaken) {
  person_looks();
  ministry_.files["1001"].state = channel::FileState::discarded;
  work();
  EXPECT_EQ(form(1).state, State::attention);
  EXPECT_NE(form(1).problem.find("una persona l'ha trovata"), std::string::npos);
  EXPECT_TRUE(form(1).finding.has_value());
  EXPECT_EQ(form(3).state, State::cancelled) << "it is not there, whoever saw to that";
}

}  // namespace curante::red_recipes
