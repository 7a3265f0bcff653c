// SPDX-License-Identifier: Apache-2.0
// A clock that is behind what was sent: nothing leaves until it is right, or a person says that it is.
#include "curante/testing/caller.hpp"
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

class SacClockTest : public SacTest {
 protected:
  SacClockTest() { sign_up(fabbri()); }
  std::string account() const { return fabbri().doctor.account.value(); }
};

TEST_F(SacClockTest, AClockThatWentBackSendsNothing) {
  submit(recipe());
  const Recipe it = recipe();
  move_clock(-3'600'000);
  const Receipt receipt = submit(it);
  EXPECT_EQ(receipt.outcome, Outcome::unreachable);
  EXPECT_EQ(receipt.reasons.at(0).code, "clock-behind");
  EXPECT_NE(receipt.reasons[0].advice.find("orologio"), std::string::npos);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
  move_clock(3'600'000);
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
}

TEST_F(SacClockTest, AClockThatWentFarBackSendsNothingUntilAPersonSaysThatItIsRight) {
  constexpr int64_t day_ms = 24 * 3'600'000LL;
  auto& transmitter = channel_->transmitter;
  submit(recipe());
  EXPECT_FALSE(transmitter.ahead_of_clock());
  EXPECT_EQ(testing::code_of([&] { transmitter.declare_clock_right(account(), now()); }),
            "clock-not-behind");
  move_clock(-40 * day_ms);  // a flat battery; or the clock was ahead when the first one was sent
  const Recipe it = recipe();
  const Receipt blocked = submit(it);
  EXPECT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
  EXPECT_NE(blocked.reasons[0].advice.find("dichiara"), std::string::npos);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
  EXPECT_TRUE(transmitter.ahead_of_clock());
  EXPECT_EQ(testing::code_of([&] {
              transmitter.declare_clock_right(account(), Instant{now().ms - day_ms});
            }),
            "clock-unconfirmed")
      << "what the person saw is not the time that it is";
  transmitter.declare_clock_right(account(), now());
  EXPECT_FALSE(transmitter.ahead_of_clock());
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  restart();
  EXPECT_FALSE(channel_->transmitter.ahead_of_clock());
  EXPECT_EQ(sql("select declared_by from clock_correction")[0][0].c_str(), account());
  move_clock(-day_ms);
  EXPECT_EQ(submit(recipe()).reasons.at(0).code, "clock-behind") << "what was sent since counts";
}

TEST_F(SacClockTest, ADeclarationEndsOnceTheTwoClocksAgree) {
  constexpr int64_t days_ms = 40 * 24 * 3'600'000LL;
  submit(recipe());
  move_clock(-days_ms);  // the database's clock is the one that is ahead
  channel_->transmitter.declare_clock_right(account(), now());
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  move_clock(days_ms);  // somebody has set it
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  move_clock(-days_ms);  // this one is behind now, by as much
  const Receipt blocked = submit(recipe());
  ASSERT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
}

TEST_F(SacClockTest, WhoCorrectsTheClockAsksAfterBurntNumbersByIt) {
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  const Recipe it = recipe();
  submit(it);
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  channel_->transmitter.watch(600'000);
  simulator().admin("POST", "/held/deliver");
  move_clock(-40 * 24 * 3'600'000LL);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 0) << "it was asked after in the future";
  channel_->transmitter.declare_clock_right(account(), now());
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 1);
}

}  // namespace curante::sac
