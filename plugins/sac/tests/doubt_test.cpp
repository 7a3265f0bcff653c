// SPDX-License-Identifier: Apache-2.0
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

/// Recipes of which the service does not tell whether it has them.
class SacDoubtTest : public SacTest {
 protected:
  SacDoubtTest() {
    resend_wait_ms_ = 60'000;
    restart();
    sign_up(fabbri());
    submit(recipe());  // so that a lot is there
  }

  int64_t numbers() const { return sql("select count(*) from nre_use")[0][0].as<int64_t>() - 1; }
  Receipt decide(const Recipe& it, bool there) {
    return channel_->transmitter.decide(it.id.value(), it.account.value(), there);
  }
  std::string refusal(const Recipe& it, bool there) {
    try {
      decide(it, there);
    } catch (const Error& e) {
      EXPECT_FALSE(e.remedy().empty());
      return e.code();
    }
    return "";
  }
  /// One whose request got lost, while the service does not tell whether it has it.
  Recipe in_doubt(bool arrives) {
    const Recipe it = recipe();
    fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", arrives}});
    EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
    fault({{"kind", "gateway-timeout"}, {"operation", "VisualizzaPrescritto"}, {"times", 0}});
    return it;
  }
};

TEST_F(SacDoubtTest, EachUncertainReceiptNamesItsNumber) {
  const Recipe it = recipe();
  fault({{"kind", "no-answer"}, {"operation", "InvioPrescritto"}});
  const Receipt first = submit(it);
  ASSERT_EQ(first.outcome, Outcome::uncertain);
  ASSERT_FALSE(first.nre.empty());
  fault({{"kind", "gateway-timeout"}, {"operation", "VisualizzaPrescritto"}, {"times", 3}});
  EXPECT_EQ(submit(it).nre, first.nre);
  EXPECT_EQ(withdraw(it).nre, first.nre);
  sql("update submission set sender = 'another', changed_at = now() where state = 'sending'");
  const Receipt busy = submit(it);
  EXPECT_EQ(busy.reasons.at(0).code, "recipe-busy");
  EXPECT_EQ(busy.nre, first.nre);
}

TEST_F(SacDoubtTest, NumbersAreBurntEverMoreSlowlyAndThenNoMore) {
  const Recipe it = recipe();
  fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"times", 0}});
  for (int i = 0; i < 10; ++i) EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
  EXPECT_EQ(numbers(), 2) << "the first is replaced at once, the second only after a minute";
  EXPECT_EQ(submit(it).reasons.at(0).code, "resend-later");
  int64_t expected = 2;
  for (const int64_t minutes : {1, 5, 15, 60}) {
    move_clock(minutes * 60'000 - 30'000);
    submit(it);
    EXPECT_EQ(numbers(), expected) << "before " << minutes;
    move_clock(30'000);
    submit(it);
    EXPECT_EQ(numbers(), ++expected) << "after " << minutes;
  }
  move_clock(24 * 3'600'000LL);
  sign_up(fabbri());
  const Receipt told = submit(it);
  EXPECT_EQ(told.outcome, Outcome::uncertain);
  EXPECT_EQ(told.reasons.at(0).code, recipe_transmitter::person_may_decide);
  EXPECT_FALSE(told.nre.empty());
  EXPECT_EQ(numbers(), expected);
  simulator().admin("DELETE", "/faults");
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain) << "nothing more is sent by itself";
  EXPECT_EQ(decide(it, false).outcome, Outcome::unreachable);
  const Receipt sent = submit(it);
  EXPECT_EQ(sent.outcome, Outcome::accepted);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacDoubtTest, WhatArrivesWhileItWaitsIsTakenOver) {
  const Recipe it = recipe();
  fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}});
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  submit(it);
  const Receipt second = submit(it);
  EXPECT_EQ(submit(it).reasons.at(0).code, "resend-later");
  simulator().admin("POST", "/held/deliver");
  const Receipt receipt = submit(it);
  EXPECT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(receipt.nre, second.nre);
  EXPECT_EQ(numbers(), 2);
}

TEST_F(SacDoubtTest, APersonsWordCountsWhenTheServiceDoesNotTell) {
  const Recipe there = in_doubt(true), absent = in_doubt(false);
  const auto burnt = channel_->transmitter.status(absent.id.value()).nre;
  const Receipt taken = decide(there, true);
  EXPECT_EQ(taken.outcome, Outcome::accepted);
  EXPECT_EQ(submit(there).nre, taken.nre);
  EXPECT_EQ(decide(absent, false).outcome, Outcome::unreachable);
  restart();
  const Receipt sent = submit(absent);
  EXPECT_EQ(sent.outcome, Outcome::accepted);
  EXPECT_NE(sent.nre, burnt);
  EXPECT_EQ(live().size(), 3u);
  EXPECT_EQ(refusal(absent, true), "recipe-not-undecided");
  EXPECT_EQ(refusal(recipe(), true), "recipe-not-undecided");
}

TEST_F(SacDoubtTest, WhatTheServiceSaysCountsMoreThanAPersonsWord) {
  const Recipe there = in_doubt(true), absent = in_doubt(false);
  simulator().admin("DELETE", "/faults");
  EXPECT_EQ(refusal(absent, true), "recipe-not-there");
  EXPECT_EQ(decide(there, false).outcome, Outcome::accepted) << "it would be there twice";
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacDoubtTest, WhatAPersonSaysIsAbsentIsWithdrawnWithoutAskingAndWatched) {
  const Recipe it = in_doubt(false);
  EXPECT_EQ(withdraw(it).outcome, Outcome::uncertain);
  decide(it, false);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(sql("select count(*) from nre_use where state = 'burnt'")[0][0].as<int>(), 1);
  EXPECT_EQ(submit(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(live().size(), 1u);
}

}  // namespace curante::sac
