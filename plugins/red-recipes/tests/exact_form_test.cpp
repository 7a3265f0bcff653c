// SPDX-License-Identifier: Apache-2.0
#include "past_forms.hpp"
#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;

/// What is asked of one form is done to that form, whatever became of the others of its recipe.
class ExactFormTest : public RedRoomTest {
 protected:
  ExactFormTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
  Form cancel_form(const std::string& code, int number = 1) {
    Cancel call;
    call.recipe = recipe_id(number);
    call.code = code;
    return ask(call);
  }
  Form send_again(const std::string& code, int number = 1) {
    SendAgain call;
    call.recipe = recipe_id(number);
    call.code = code;
    return ask(call);
  }
  Form reprint(const std::string& spoilt) {
    Reprint call;
    call.recipe = recipe_id(1);
    call.spoilt_code = spoilt;
    return ask(call);
  }
  Form by_code(const std::string& code) {
    ListForms all;
    for (const Form& it : ask(all).forms) {
      if (it.code == code) return it;
    }
    return {};
  }
  /// A form that was reprinted, and whose cancellation the ministry turned away with its file.
  void spoil_in_vain() {
    first_ = print(1).code;
    work();
    second_ = reprint(first_).code;
    ministry_.fail({false, channel::Outcome::refused});
    work();
  }

  std::string first_, second_;
};

TEST_F(ExactFormTest, ACancellationThatWasTurnedAwayIsItsOwnState) {
  spoil_in_vain();
  const Form spoilt = by_code(first_);
  EXPECT_EQ(spoilt.state, State::not_cancelled);
  EXPECT_TRUE(spoilt.spoilt);
  EXPECT_NE(spoilt.problem.find("annullamento"), std::string::npos);
  EXPECT_TRUE(ministry_.live.contains(first_));
  EXPECT_FALSE(by_code(second_).spoilt);
}

TEST_F(ExactFormTest, RepeatingItCancelsTheSpoiltFormAndLeavesTheGoodOne) {
  spoil_in_vain();
  EXPECT_EQ(send_again(second_).state, State::queued);  // its file was turned away, too
  work();
  ASSERT_EQ(by_code(second_).state, State::sent);
  EXPECT_EQ(cancel_form(first_).code, first_);
  EXPECT_EQ(by_code(first_).state, State::cancelling);
  work();
  EXPECT_EQ(by_code(first_).state, State::cancelled);
  EXPECT_EQ(by_code(second_).state, State::sent);
  EXPECT_FALSE(ministry_.live.contains(first_));
  EXPECT_TRUE(ministry_.live.contains(second_));
}

TEST_F(ExactFormTest, NothingButTheCancellationCanBeRepeated) {
  spoil_in_vain();
  EXPECT_EQ(code_of([&] { send_again(first_); }), "red-form-void");
  const int uploads = ministry_.uploads;
  work();
  EXPECT_EQ(ministry_.uploads, uploads);
  // Of a recipe's only form, too.
  print(2);
  work();
  ministry_.fail({false, channel::Outcome::refused});
  cancel(2);
  work();
  ASSERT_EQ(form(2).state, State::not_cancelled);
  Reprint again;
  again.recipe = recipe_id(2);
  again.spoilt_code = form(2).code;
  EXPECT_EQ(code_of([&] { ask(again); }), "red-form-void");
  EXPECT_EQ(code_of([&] { print(2); }), "red-form-void");
  EXPECT_EQ(code_of([&] { send_again("", 2); }), "red-form-void");
  EXPECT_EQ(cancel(2).state, State::cancelling);
  work();
  EXPECT_EQ(form(2).state, State::cancelled);
  EXPECT_FALSE(ministry_.live.contains(form(2).code));
}

TEST_F(ExactFormTest, ACancellationThatWasNotCarriedOutStaysUntilItIsRepeated) {
  print(1);
  work();
  const auto live = ministry_.live;
  ministry_.live.clear();
  cancel(1);
  work();
  EXPECT_EQ(form(1).state, State::not_cancelled);
  const int uploads = ministry_.uploads;
  work(3);
  EXPECT_EQ(ministry_.uploads, uploads);
  ministry_.live = live;
  cancel(1);
  work();
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_TRUE(ministry_.live.empty());
}

TEST_F(ExactFormTest, ACodeOfAnotherRecipeNamesNothing) {
  const std::string other = print(2).code;
  print(1);
  EXPECT_EQ(code_of([&] { cancel_form(other); }), "red-form-unknown");
  EXPECT_EQ(code_of([&] { send_again(other); }), "red-form-unknown");
  EXPECT_EQ(form(2).state, State::queued);
  EXPECT_EQ(form(1).state, State::queued);
}

TEST_F(ExactFormTest, ASpoiltFormThatWasNeverToldIsNotSentEither) {
  first_ = print(1).code;
  second_ = reprint(first_).code;
  EXPECT_EQ(by_code(first_).state, State::cancelled);
  EXPECT_EQ(code_of([&] { send_again(first_); }), "red-form-void");
  EXPECT_EQ(cancel_form(first_).state, State::cancelled);
  EXPECT_EQ(form(1).state, State::queued);
}

TEST_F(ExactFormTest, OneThatWasBeingCancelledElsewhereIsNotOfferedToBeSent) {
  print(1);
  work();
  cancel(1);
  PastForms past(pool_, surroundings_);
  const auto records = past.records("1", patient_id, "", 10);
  ASSERT_EQ(records.at(0).form.state, State::cancelling);
  sql("delete from form");  // and comes to a database that does not know it
  EXPECT_TRUE(past.put("1", records).empty());
  EXPECT_EQ(form(1).state, State::not_cancelled);
  EXPECT_EQ(code_of([&] { send_again(""); }), "red-form-void");
}

}  // namespace curante::red_recipes
