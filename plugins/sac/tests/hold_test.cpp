// SPDX-License-Identifier: Apache-2.0
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

/// InvioPrescritto gives no answer, while all else does.
class SacHoldTest : public SacTest {
 protected:
  static constexpr int64_t probe_ms = 15'000;

  SacHoldTest() {
    resend_wait_ms_ = 60'000;
    hold_probe_ms_ = probe_ms;
    restart();
    sign_up(fabbri());
    submit(recipe());  // so that a lot is there
    held_ = held();
  }

  int64_t numbers() const { return sql("select count(*) from nre_use")[0][0].as<int64_t>() - 1; }
  void sends_fail(boost::json::object more = {}) {
    more["kind"] = "gateway-timeout";
    more["operation"] = "InvioPrescritto";
    if (!more.contains("times")) more["times"] = 0;
    fault(more);
  }
  void sends_work() { simulator().admin("DELETE", "/faults"); }
  static bool is_held(const Receipt& it) {
    return !it.reasons.empty() && it.reasons[0].code == "sending-held";
  }
  /// Two requests in a row without an answer.
  std::vector<Recipe> begin_hold() {
    sends_fail();
    std::vector<Recipe> sent{recipe(), recipe()};
    for (const auto& it : sent) EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
    return sent;
  }
  bool holds() const { return !sql("select 1 from sending_hold where failures > 1").empty(); }

  int64_t held_ = 0;
};

TEST_F(SacHoldTest, NewRecipesWaitWithoutANumberAndTheBannerSaysSinceWhen) {
  const Instant began = now();
  begin_hold();
  move_clock(5'000);
  for (int i = 0; i < 5; ++i) {
    const Receipt waits = submit(recipe());
    EXPECT_EQ(waits.outcome, Outcome::unreachable);
    EXPECT_TRUE(is_held(waits));
    EXPECT_TRUE(waits.nre.empty());
    EXPECT_FALSE(waits.reasons[0].advice.empty());
  }
  EXPECT_EQ(numbers(), 2);
  const auto health = channel_->health.now();
  EXPECT_FALSE(health.reachable);
  EXPECT_LT(health.since.value().ms - began.ms, 5'000) << "since the first that got no answer";
  EXPECT_NE(health.problem.find("invio delle ricette"), std::string::npos) << health.problem;
}

TEST_F(SacHoldTest, InAnOutageOneNumberIsUsedForEachTryAndTriesGetRarer) {
  begin_hold();
  std::vector<Recipe> queue;
  for (int i = 0; i < 4; ++i) queue.push_back(recipe());
  std::vector<int64_t> tried;
  const int64_t began = now().ms;
  for (int step = 0; step < 60; ++step) {
    move_clock(5'000);
    for (const auto& it : queue) {
      const int64_t before = numbers();
      submit(it);
      if (numbers() > before) tried.push_back(now().ms - began);
    }
    ASSERT_LE(numbers(), 2 + static_cast<int64_t>(tried.size()));
  }
  ASSERT_GE(tried.size(), 4u);
  EXPECT_LE(tried.size(), 5u) << "15, 30, 60, 120, 120… seconds apart";
  for (size_t i = 1; i < tried.size(); ++i) {
    const int64_t wait = probe_ms << std::min<size_t>(i, 3);
    EXPECT_GE(tried[i] - tried[i - 1], wait) << i;
  }
  EXPECT_EQ(numbers(), 2 + static_cast<int64_t>(tried.size()));
}

TEST_F(SacHoldTest, OneThatGoesThroughLetsAllGoInOrder) {
  auto doubted = begin_hold();
  const Recipe first = recipe(), second = recipe();
  EXPECT_TRUE(is_held(submit(first)));
  EXPECT_TRUE(is_held(submit(second)));
  sends_work();
  EXPECT_TRUE(is_held(submit(first))) << "not before its time";
  move_clock(probe_ms);
  EXPECT_EQ(submit(first).outcome, Outcome::accepted);
  EXPECT_TRUE(channel_->health.now().reachable);
  EXPECT_EQ(submit(second).outcome, Outcome::accepted);
  for (const auto& it : doubted) EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  EXPECT_EQ(held() - held_, 4);
  EXPECT_EQ(numbers(), 6) << "the two that revealed it, and one for each recipe";
}

TEST_F(SacHoldTest, OneThatIsRefusedShowsThatTheServiceIsBack) {
  begin_hold();
  sends_work();
  move_clock(probe_ms);
  Recipe wrong = recipe();
  wrong.holder.asl_code = "999";
  ASSERT_EQ(submit(wrong).outcome, Outcome::refused);
  EXPECT_FALSE(holds());
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
}

TEST_F(SacHoldTest, OneThatIsTurnedBackForItsFormShowsItToo) {
  begin_hold();
  sends_work();
  move_clock(probe_ms);
  Recipe wrong = recipe();
  wrong.written_at = "2026-09-30T16:44:16Z";
  ASSERT_EQ(submit(wrong).reasons.at(0).code, "message-refused");
  EXPECT_FALSE(holds());
}

TEST_F(SacHoldTest, ARecipeThatIsNeverAnsweredKeepsNobodyElseWaiting) {
  sends_fail({{"times", 2}});
  const Recipe poison = recipe();
  submit(poison);
  submit(poison);
  ASSERT_TRUE(holds());
  const Recipe other = recipe();
  EXPECT_TRUE(is_held(submit(other)));
  move_clock(probe_ms);
  submit(poison);
  EXPECT_EQ(numbers(), 2) << "who tried last comes after the others";
  EXPECT_EQ(submit(other).outcome, Outcome::accepted);
  EXPECT_FALSE(holds());
}

TEST_F(SacHoldTest, OneThatWaitsAloneTriesItself) {
  sends_fail({{"times", 2}});
  const Recipe alone = recipe();
  submit(alone);
  submit(alone);
  ASSERT_TRUE(holds());
  move_clock(60'000);
  EXPECT_EQ(submit(alone).outcome, Outcome::accepted);
}

TEST_F(SacHoldTest, OneThatIsFoundThoughItsAnswerGotLostShowsThatSendsArrive) {
  sends_fail({{"processed", true}});
  const Recipe first = recipe(), second = recipe();
  EXPECT_EQ(submit(first).outcome, Outcome::uncertain);
  EXPECT_EQ(submit(second).outcome, Outcome::uncertain);
  ASSERT_TRUE(holds());
  EXPECT_EQ(submit(first).outcome, Outcome::accepted);
  EXPECT_TRUE(holds()) << "it was sent before the last";
  EXPECT_EQ(submit(second).outcome, Outcome::accepted);
  EXPECT_FALSE(holds());
  EXPECT_EQ(submit(recipe()).outcome, Outcome::uncertain) << "it left, without waiting";
}

TEST_F(SacHoldTest, OneTriesAtATimeAndOneThatDiedMakesWay) {
  begin_hold();
  move_clock(probe_ms);
  const Recipe dies = recipe(), other = recipe();
  const SendingHold hold("1", {probe_ms, 60'000});
  channel_->pool.write([&](pqxx::transaction_base& tx) {
    EXPECT_TRUE(hold.ask(tx, dies.id.value(), now()).probing);
  });
  sends_work();
  EXPECT_TRUE(is_held(submit(other)));
  move_clock(59'000);
  EXPECT_TRUE(is_held(submit(other)));
  move_clock(1'000);
  EXPECT_EQ(submit(other).outcome, Outcome::accepted);
}

TEST_F(SacHoldTest, OneThatCannotLeaveMakesWay) {
  begin_hold();
  sends_work();
  move_clock(probe_ms);
  fault({{"kind", "wrong-certificate"}});
  const Recipe stays = recipe();
  EXPECT_EQ(submit(stays).outcome, Outcome::unreachable);
  EXPECT_TRUE(holds()) << "nothing was heard of sends";
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  const int64_t used = numbers();
  EXPECT_EQ(submit(stays).outcome, Outcome::accepted);
  EXPECT_EQ(numbers(), used) << "its number was good";
}

TEST_F(SacHoldTest, WhatHasItsNumberAlreadyWaitsToo) {
  fault({{"kind", "wrong-certificate"}});
  const Recipe has_number = recipe();
  EXPECT_EQ(submit(has_number).outcome, Outcome::unreachable);
  begin_hold();
  EXPECT_TRUE(is_held(submit(has_number)));
  EXPECT_EQ(numbers(), 3);
  sends_work();
  move_clock(probe_ms);
  EXPECT_EQ(submit(has_number).outcome, Outcome::accepted);
}

TEST_F(SacHoldTest, FaultsThatSayNothingHoldToo) {
  fault({{"kind", "soap-fault"}, {"operation", "InvioPrescritto"}, {"times", 0}});
  EXPECT_EQ(submit(recipe()).outcome, Outcome::uncertain);
  EXPECT_TRUE(channel_->health.now().reachable) << "one may be of that recipe";
  EXPECT_EQ(submit(recipe()).outcome, Outcome::uncertain);
  EXPECT_FALSE(channel_->health.now().reachable);
  EXPECT_TRUE(is_held(submit(recipe())));
}

TEST_F(SacHoldTest, AllHostsOfThePracticeWaitAndLearnOfTheEnd) {
  const auto other = another_host();
  const Instant began = now();
  begin_hold();
  move_clock(5'000);
  const Recipe waits = recipe();
  EXPECT_TRUE(is_held(other->transmitter.submit(waits)));
  EXPECT_FALSE(other->health.now().reachable);
  EXPECT_LT(other->health.now().since.value().ms - began.ms, 5'000);
  const auto begun_since = another_host();
  begun_since->transmitter.follow_hold();
  EXPECT_FALSE(begun_since->health.now().reachable);
  sends_work();
  move_clock(probe_ms);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  other->transmitter.follow_hold();
  begun_since->transmitter.follow_hold();
  EXPECT_TRUE(other->health.now().reachable);
  EXPECT_TRUE(begun_since->health.now().reachable);
  EXPECT_EQ(other->transmitter.submit(waits).outcome, Outcome::accepted);
}

TEST_F(SacHoldTest, AClockMovedBackKeepsNobodyWaiting) {
  begin_hold();
  sends_work();
  move_clock(-60'000);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
}

TEST_F(SacHoldTest, WhatWaitsIsWithdrawnByNobodyAtTheService) {
  begin_hold();
  const Recipe waits = recipe();
  ASSERT_TRUE(is_held(submit(waits)));
  try {
    withdraw(waits);
    ADD_FAILURE();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "recipe-unknown");
  }
}

/// Since the clock went back nobody tried: what is known by it is as old as the difference.
TEST_F(SacHoldTest, AClockMovedBackDoesNotKeepTheBannerForAsLong) {
  begin_hold();
  sends_work();
  move_clock(-24 * 3'600'000LL);
  const auto other = another_host();
  other->transmitter.follow_hold();
  EXPECT_TRUE(other->health.now().reachable);
}

}  // namespace curante::sac
