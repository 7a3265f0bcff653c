// SPDX-License-Identifier: Apache-2.0
#include <future>
#include <thread>

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

}  // namespace curante::sac
