// SPDX-License-Identifier: Apache-2.0
// A clock that is behind what was sent, or apart from the database's: nothing leaves until it is
// right, or a person says that it is.
#include <cstdlib>

#include "curante/testing/caller.hpp"
#include "rules/clock_behind.hpp"
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
  EXPECT_FALSE(transmitter.clock_standing().ahead);
  EXPECT_EQ(testing::code_of([&] { transmitter.declare_clock_right(account(), now()); }),
            "clock-not-behind");
  move_clock(-40 * day_ms);  // a flat battery; or the clock was ahead when the first one was sent
  const Recipe it = recipe();
  const Receipt blocked = submit(it);
  EXPECT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
  EXPECT_NE(blocked.reasons[0].advice.find("dichiara"), std::string::npos);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
  EXPECT_TRUE(transmitter.clock_standing().ahead);
  EXPECT_EQ(testing::code_of([&] {
              transmitter.declare_clock_right(account(), Instant{now().ms - day_ms});
            }),
            "clock-unconfirmed")
      << "what the person saw is not the time that it is";
  transmitter.declare_clock_right(account(), now());
  EXPECT_FALSE(transmitter.clock_standing().ahead);
  EXPECT_EQ(submit(it).outcome, Outcome::accepted);
  restart();
  EXPECT_FALSE(channel_->transmitter.clock_standing().ahead);
  EXPECT_EQ(sql("select declared_by from clock_correction")[0][0].c_str(), account());
  move_clock(-day_ms);
  EXPECT_EQ(submit(recipe()).reasons.at(0).code, "clock-behind") << "what was sent since counts";
}

TEST_F(SacClockTest, ADeclarationEndsOnceTheTwoClocksAgree) {
  constexpr int64_t days_ms = 40 * 24 * 3'600'000LL;
  submit(recipe());
  move_host_clock(-days_ms);  // the database's clock is the one that is ahead
  channel_->transmitter.declare_clock_right(account(), now());
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  move_host_clock(days_ms);  // somebody has set it
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  move_host_clock(-days_ms);  // this one is behind now, by as much
  const Receipt blocked = submit(recipe());
  ASSERT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
}

TEST_F(SacClockTest, TheGuardStaysBesideADatabaseWhoseClockIsBehind) {
  constexpr int64_t day_ms = 24 * 3'600'000LL;
  auto& transmitter = channel_->transmitter;
  submit(recipe());
  move_database_clock(-40 * day_ms);
  const Receipt blocked = submit(recipe());
  ASSERT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
  EXPECT_NE(blocked.reasons[0].text.find("l'orologio del server che tiene i dati è indietro"),
            std::string::npos)
      << blocked.reasons[0].text;
  transmitter.declare_clock_right(account(), now());
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  const Instant last = now();
  restart();
  EXPECT_FALSE(clock::is_wrong(channel_->transmitter.clock_standing())) << "it was declared";
  move_host_clock(-day_ms);
  const auto standing = channel_->transmitter.clock_standing();
  ASSERT_TRUE(standing.ahead) << "what was sent by the right clock counts";
  EXPECT_LT(std::abs(standing.ahead->ms - last.ms), clock::tolerance_ms);
  EXPECT_EQ(submit(recipe()).reasons.at(0).code, "clock-behind");
}

TEST_F(SacClockTest, AClockAheadOfTheDatabasesSendsNothingDatedTomorrow) {
  constexpr int64_t day_ms = 24 * 3'600'000LL;
  submit(recipe());
  move_host_clock(day_ms);
  sign_up(fabbri());  // by this clock the token is over
  const Recipe it = recipe();
  const Receipt blocked = submit(it);
  ASSERT_EQ(blocked.outcome, Outcome::unreachable);
  EXPECT_EQ(blocked.reasons.at(0).code, "clock-behind");
  EXPECT_NE(blocked.reasons[0].text.find("segnano ore diverse"), std::string::npos);
  EXPECT_EQ(requests("InvioPrescritto"), 1);
  move_host_clock(-day_ms);  // somebody has set it
  EXPECT_EQ(submit(it).outcome, Outcome::accepted) << "nothing is to be declared";
}

TEST_F(SacClockTest, WhatWasSentAheadBeforeThisReleaseStopsNobodyNow) {
  submit(recipe());
  sql("update nre_use set taken_at = taken_at + interval '1 day'");
  EXPECT_TRUE(channel_->transmitter.clock_standing().ahead);
  sql("update nre_use set time_wrong = true"
      " where taken_at - server_at >= interval '10 minutes'");  // as migration 035 does
  EXPECT_FALSE(channel_->transmitter.clock_standing().ahead);
}

/// Where the clocks of the host and of the database stand, in minutes since the last sending, when
/// they agreed; and what is told.
struct ClockCase {
  const char* name;
  int64_t host, database;
  bool ahead, server, sent;
};

class SacClockTableTest : public SacClockTest, public ::testing::WithParamInterface<ClockCase> {};

TEST_P(SacClockTableTest, IsTold) {
  constexpr int64_t minute_ms = 60'000;
  const ClockCase& it = GetParam();
  submit(recipe());
  move_host_clock(it.host * minute_ms);
  move_database_clock(it.database * minute_ms);
  sign_up(fabbri());  // days later the token is over
  const auto standing = channel_->transmitter.clock_standing();
  EXPECT_EQ(standing.ahead.has_value(), it.ahead);
  EXPECT_EQ(standing.server.has_value(), it.server);
  EXPECT_EQ(standing.sent.has_value(), it.sent);
  const bool wrong = it.ahead || it.server;
  EXPECT_FALSE(standing.overruled) << "nobody has said so";
  EXPECT_EQ(submit(recipe()).outcome, wrong ? Outcome::unreachable : Outcome::accepted);
  if (!wrong) return;
  channel_->transmitter.declare_clock_right(account(), now());
  const auto declared = channel_->transmitter.clock_standing();
  EXPECT_FALSE(clock::is_wrong(declared));
  EXPECT_EQ(declared.overruled.has_value(), it.server)
      << "the database's, if it shows another time";
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted);
  EXPECT_EQ(submit(recipe()).outcome, Outcome::accepted) << "said once";
}

constexpr int64_t a_day = 24 * 60;
INSTANTIATE_TEST_SUITE_P(
    Clocks, SacClockTableTest,
    ::testing::Values(
        ClockCase{"both_right", 60, 60, false, false, false},
        ClockCase{"host_a_little_ahead", 9, 0, false, false, false},
        ClockCase{"host_a_little_behind", -9, 0, false, false, false},
        ClockCase{"database_a_little_behind", 0, -9, false, false, false},
        ClockCase{"host_ahead_by_minutes", 15, 0, false, true, false},
        ClockCase{"host_a_day_ahead", 2 * a_day, a_day, false, true, false},
        ClockCase{"host_behind_what_was_sent", -15, 1, true, true, false},
        ClockCase{"host_behind_the_database_alone", 4 * a_day, 7 * a_day, false, true, false},
        ClockCase{"database_behind_what_was_sent", 1, -a_day, false, true, true},
        ClockCase{"both_behind", -a_day, -a_day, true, false, false},
        ClockCase{"both_behind_and_apart", -a_day, -3 * a_day, true, true, true},
        ClockCase{"both_ahead", a_day, a_day, false, false, false}),
    [](const auto& info) { return std::string(info.param.name); });

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
