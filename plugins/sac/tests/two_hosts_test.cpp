// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "rules/clock_behind.hpp"
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

class SacTwoHostsTest : public SacTest {
 protected:
  SacTwoHostsTest() { sign_up(fabbri()); }

  /// The state in which a host leaves a recipe when it dies before, or after, its request left.
  Recipe left_in_sending() {
    const auto it = recipe();
    fault({{"kind", "wrong-certificate"}});
    EXPECT_EQ(submit(it).outcome, Outcome::unreachable);
    sql("update submission set state = 'sending', revision = revision + 1 where recipe_id = '" +
        it.id.value() + "'");
    return it;
  }
};

TEST_F(SacTwoHostsTest, ACrashBetweenWritingAndSendingIsAskedAfter) {
  submit(recipe());
  const Recipe it = left_in_sending();
  restart();
  EXPECT_EQ(submit(it).outcome, Outcome::uncertain) << "it may be under way at another host";
  EXPECT_EQ(withdraw(it).outcome, Outcome::uncertain);
  EXPECT_EQ(requests("VisualizzaPrescritto"), 0);
  move_clock(61'000);
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(requests("VisualizzaPrescritto"), 1);
  EXPECT_EQ(live().size(), 2u);
}

TEST_F(SacTwoHostsTest, ACrashAfterSendingFindsTheRecipe) {
  const Recipe it = recipe();
  fault({{"kind", "no-answer"}, {"operation", "InvioPrescritto"}});
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  restart();
  move_clock(61'000);
  const Receipt receipt = submit(it);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(live(), std::vector{receipt.nre.value()});
  EXPECT_EQ(requests("InvioPrescritto"), 1);
}

TEST_F(SacTwoHostsTest, AnAnswerToAReplacedNumberDoesNotOverwriteTheNewOne) {
  // A slow answer of one host comes when another has long replaced the number.
  const Recipe it = recipe();
  fault({{"kind", "delay"}, {"operation", "InvioPrescritto"}, {"delay_ms", 1'500}});
  const int64_t before = happened("delay");
  auto slow = std::async(std::launch::async, [&] { return submit(it); });
  const auto other = another_host();
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (happened("delay") == before) {
    ASSERT_LT(std::chrono::steady_clock::now(), limit);
    std::this_thread::yield();
  }
  move_clock(61'000);
  const Receipt first = other->transmitter.submit(it);
  const Receipt late = slow.get();
  ASSERT_EQ(first.outcome, Outcome::accepted);
  EXPECT_TRUE(late.outcome == Outcome::uncertain || late.nre == first.nre);
  EXPECT_EQ(submit(it).nre, first.nre);
  wait_until_held(2);
  move_clock(601'000);
  EXPECT_EQ(other->transmitter.watch(600'000).annulled, 1);
  EXPECT_EQ(live(), std::vector{first.nre.value()});
}

TEST_F(SacTwoHostsTest, ARaceOfTwoHostsMakesOneRecipeOfEach) {
  constexpr int recipes = 8;
  std::vector<Recipe> all;
  for (int i = 0; i < recipes; ++i) all.push_back(recipe());
  const auto other = another_host();
  const auto run = [&](Transmitter& transmitter) {
    std::vector<std::string> numbers;
    for (const Recipe& it : all) {
      Receipt receipt;
      const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
      while (receipt.outcome != Outcome::accepted && std::chrono::steady_clock::now() < limit) {
        receipt = transmitter.submit(it);
      }
      numbers.push_back(receipt.nre.value());
    }
    return numbers;
  };
  auto here = std::async(std::launch::async, run, std::ref(channel_->transmitter));
  auto again = std::async(std::launch::async, run, std::ref(channel_->transmitter));
  auto there = std::async(std::launch::async, run, std::ref(other->transmitter));
  const auto numbers = here.get();
  EXPECT_EQ(numbers, there.get());
  EXPECT_EQ(numbers, again.get());
  EXPECT_EQ(live().size(), static_cast<size_t>(recipes));
  EXPECT_EQ(requests("InvioPrescritto"), recipes);
}

/// Two computers of a practice before one database, whose clocks differ.
class SacTwoClocksTest : public SacTest {
 protected:
  static constexpr int64_t apart_ms = 15 * 60'000;

  SacTwoClocksTest() { sign_up(fabbri()); }

  /// A host whose clock is this much ahead of the database's, with a ledger file of its own.
  struct Host {
    std::unique_ptr<Channel> channel;
    std::atomic<int64_t> ahead_ms = 0;
  };
  void start(Host& host, const std::string& name, int64_t ahead_ms) {
    const auto key = keys_.path() / name;
    std::filesystem::copy_file(keys_.path() / "key", key,
                               std::filesystem::copy_options::skip_existing);
    host.ahead_ms = ahead_ms;
    host.channel = std::make_unique<Channel>(database_, key.string(), simulator(), [this, &host] {
      return Instant{now().ms + host.ahead_ms};
    });
    host.channel->transmitter.look_for_restore();
  }
  Outcome send(Host& host) { return host.channel->transmitter.submit(recipe()).outcome; }
  void declare(Host& host) {
    host.channel->transmitter.declare_clock_right(fabbri().doctor.account.value(),
                                                  Instant{now().ms + host.ahead_ms});
  }
  static bool is_wrong(Host& host) {
    return clock::is_wrong(host.channel->transmitter.clock_standing());
  }

  Host one_, other_;
};

TEST_F(SacTwoClocksTest, TheOneThatIsApartFromTheDatabasesStopsAndNotTheOther) {
  start(one_, "one", apart_ms);
  start(other_, "other", 0);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(send(one_), Outcome::unreachable);
    EXPECT_TRUE(is_wrong(one_));
    EXPECT_EQ(send(other_), Outcome::accepted);
    EXPECT_FALSE(is_wrong(other_));
  }
  other_.ahead_ms = -apart_ms;
  EXPECT_TRUE(is_wrong(other_)) << "one that is behind the database's is";
}

TEST_F(SacTwoClocksTest, ALittleDifferenceStopsNobody) {
  constexpr int64_t little_ms = 6 * 60'000;
  start(one_, "one", little_ms);
  start(other_, "other", -little_ms);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(send(one_), Outcome::accepted);
    EXPECT_EQ(send(other_), Outcome::accepted) << "though the two are apart by more";
  }
}

TEST_F(SacTwoClocksTest, OneThatIsDeclaredRightBesideADatabaseThatIsAheadStaysSo) {
  start(one_, "one", 0);  // the database's computer is ahead as well
  start(other_, "other", -apart_ms);
  ASSERT_EQ(send(one_), Outcome::accepted);
  const Receipt refused = other_.channel->transmitter.submit(recipe());
  ASSERT_EQ(refused.outcome, Outcome::unreachable);
  ASSERT_EQ(refused.reasons.at(0).code, "clock-behind");
  EXPECT_NE(refused.reasons[0].text.find("un altro computer dello studio"), std::string::npos)
      << refused.reasons[0].text;
  EXPECT_NE(refused.reasons[0].advice.find("una volta sola"), std::string::npos);
  declare(other_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(send(other_), Outcome::accepted);
    ASSERT_EQ(send(one_), Outcome::accepted);
    EXPECT_FALSE(is_wrong(other_)) << "it is not asked again";
  }
  start(other_, "other", -apart_ms);
  EXPECT_FALSE(is_wrong(other_)) << "nor after a restart";
}

TEST_F(SacTwoClocksTest, WhatWasDeclaredHoldsUntilOneOfTheClocksIsSet) {
  start(one_, "one", 0);
  start(other_, "other", -apart_ms);
  ASSERT_EQ(send(one_), Outcome::accepted);
  declare(other_);
  ASSERT_EQ(send(one_), Outcome::accepted);
  EXPECT_FALSE(is_wrong(other_));
  other_.ahead_ms = -4 * apart_ms;
  EXPECT_TRUE(is_wrong(other_)) << "it went back since";
  other_.ahead_ms = -apart_ms;
  EXPECT_TRUE(is_wrong(other_)) << "nobody said so of this time";
  declare(other_);
  EXPECT_FALSE(is_wrong(other_));
  Host third;
  start(third, "third", -apart_ms);
  ASSERT_EQ(send(one_), Outcome::accepted);
  EXPECT_TRUE(is_wrong(third)) << "that is another clock";
}

}  // namespace curante::sac
