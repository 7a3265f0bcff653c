// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::red_recipes {

using testing::code_of;
using Outcome = channel::Outcome;

/// A person's word on a form, after a look on the ministry's own site.
class SettleFormTest : public RedRoomTest {
 protected:
  SettleFormTest() {
    add_printer("rossa");
    set_block("rossa", "120261234567008");
  }
  /// The second of two recipes stands beside a protocol, with a remark of the ministry's.
  void remark_one() {
    ministry_.spoil.insert("120261234567019");
    print(1);
    print(2);
    work();
    ASSERT_EQ(form(2).state, State::attention);
    ASSERT_FALSE(form(2).protocol.empty());
  }
  /// A form that the ministry does not hold, and whose cancellation it therefore turns away.
  void cancel_in_vain() {
    print(1);
    work();
    ministry_.live.clear();
    cancel(1);
    work();
    ASSERT_EQ(form(1).state, State::not_cancelled);
  }
  Form found(int number, bool there, const std::string& code = "") {
    SettleForm call;
    call.recipe = recipe_id(number);
    call.code = code;
    call.there = there;
    return ask(call);
  }
};

TEST_F(SettleFormTest, OneThatIsThereIsSentAndNothingGoes) {
  remark_one();
  EXPECT_TRUE(form(2).to_find);
  EXPECT_FALSE(form(1).to_find);
  const int uploads = ministry_.uploads;
  events_.clear();
  const Form settled = found(2, true);
  EXPECT_EQ(settled.state, State::sent);
  EXPECT_EQ(settled.problem, "");
  EXPECT_FALSE(settled.to_find);
  ASSERT_TRUE(settled.finding.has_value());
  EXPECT_TRUE(settled.finding->there);
  EXPECT_EQ(settled.finding->by, doctor_id);
  EXPECT_EQ(settled.finding->by_name, "FABBRI GIULIA");
  EXPECT_EQ(settled.finding->at.ms, reading_.now.ms);
  EXPECT_EQ(settled.finding->found_as, State::attention);
  ASSERT_EQ(events_.size(), 1u);
  EXPECT_EQ(events_[0].state, State::sent);
  work(3);
  EXPECT_EQ(ministry_.uploads, uploads);
  EXPECT_EQ(ask(NeedsReview{}).unsettled, 0);
  EXPECT_EQ(code_of([&] { found(2, true); }), "red-form-settled");
  // It can be cancelled like any other.
  ministry_.live[settled.code] = settled.protocol;
  EXPECT_EQ(cancel(2).state, State::cancelling);
  work();
  EXPECT_EQ(form(2).state, State::cancelled);
  EXPECT_FALSE(ministry_.live.contains(settled.code));
}

TEST_F(SettleFormTest, OneThatIsNotThereGoesOnceMore) {
  remark_one();
  ministry_.spoil.clear();
  EXPECT_EQ(found(2, false).state, State::queued);
  EXPECT_EQ(code_of([&] { found(2, false); }), "red-form-settled");
  work();
  EXPECT_EQ(form(2).state, State::sent);
  EXPECT_EQ(ministry_.live.count(form(2).code), 1u);
  EXPECT_EQ(count("select count(*) from finding where not there"), 1);
}

TEST_F(SettleFormTest, ACancelledOneThatIsNotThereIsDoneWith) {
  cancel_in_vain();
  EXPECT_TRUE(form(1).to_find);
  const int uploads = ministry_.uploads;
  const Form settled = found(1, false);
  EXPECT_EQ(settled.state, State::cancelled);
  EXPECT_EQ(settled.problem, "");
  EXPECT_EQ(settled.finding->found_as, State::not_cancelled);
  EXPECT_EQ(events_.back().state, State::cancelled);
  work(3);
  EXPECT_EQ(ministry_.uploads, uploads);
  EXPECT_EQ(cancel(1).state, State::cancelled);
  EXPECT_EQ(code_of([&] { found(1, false); }), "red-form-settled");
}

TEST_F(SettleFormTest, ACancelledOneThatIsThereIsCancelledOnceMore) {
  cancel_in_vain();
  ministry_.live[form(1).code] = form(1).protocol;
  EXPECT_EQ(found(1, true).state, State::cancelling);
  work();
  EXPECT_EQ(form(1).state, State::cancelled);
  EXPECT_TRUE(ministry_.live.empty());
  EXPECT_EQ(count("select count(*) from finding"), 1);
}

TEST_F(SettleFormTest, ASpoiltFormIsSettledByItsCodeAndTheGoodOneStays) {
  const std::string first = print(1).code;
  work();
  Reprint again;
  again.recipe = recipe_id(1);
  again.spoilt_code = first;
  const std::string second = ask(again).code;
  ministry_.live.erase(first);
  work();
  const Form settled = found(1, false, first);
  EXPECT_EQ(settled.code, first);
  EXPECT_EQ(settled.state, State::cancelled);
  EXPECT_EQ(form(1).code, second);
  EXPECT_EQ(form(1).state, State::sent);
  EXPECT_FALSE(form(1).finding.has_value());
}

TEST_F(SettleFormTest, WhatNoFileOfOursBroughtIsNotCancelledForEver) {
  print(1);
  // As it is imported: whether it arrived elsewhere, nobody knows.
  sql("delete from entry");
  sql("update form set state = 'attention'");
  const Form left = cancel(1);
  EXPECT_EQ(left.state, State::not_cancelled);
  EXPECT_NE(left.problem.find("annullarla lì"), std::string::npos);
  EXPECT_TRUE(left.to_find);
  EXPECT_EQ(cancel(1).state, State::not_cancelled);
  EXPECT_EQ(found(1, false).state, State::cancelled);
  work();
  EXPECT_EQ(ministry_.uploads, 0);
}

TEST_F(SettleFormTest, WhatBecameOfItsFileComesFirst) {
  ministry_.fail({true, Outcome::uncertain});
  ministry_.lists_recipes = false;
  print(1);
  work(2);
  ASSERT_EQ(form(1).state, State::attention);
  EXPECT_FALSE(form(1).to_find);
  for (const bool there : {true, false}) {
    EXPECT_EQ(code_of([&] { found(1, there); }), "red-form-under-way");
  }
  EXPECT_EQ(count("select count(*) from finding"), 0);
}

TEST_F(SettleFormTest, OnlyWhoseItIsSaysSoAndOnlyOfWhatIsOpen) {
  remark_one();
  SettleForm call;
  call.recipe = recipe_id(2);
  EXPECT_EQ(code_of([&] { service_.on(colleague_.context(), call); }), "red-form-not-yours");
  EXPECT_EQ(code_of([&] { found(1, true); }), "red-form-settled");
  EXPECT_EQ(code_of([&] { found(7, true); }), "red-form-unknown");
  EXPECT_EQ(code_of([&] { found(2, true, "120261234567008"); }), "red-form-unknown");
}

}  // namespace curante::red_recipes
