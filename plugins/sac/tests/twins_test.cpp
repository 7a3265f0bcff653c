// SPDX-License-Identifier: Apache-2.0
// Two recipes with one content: the packs of one prescription on two recipes, written in one second
// for one patient. The service shows nothing that tells them apart; their numbers do.
#include <algorithm>

#include "restore_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

class SacTwinsTest : public SacRestoreTest {
 protected:
  /// It leaves, nobody hears of it, and it arrives when it is let.
  Nre lost(const Recipe& it) {
    fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
    EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
    return channel_->transmitter.status(it.id.value()).nre;
  }
  void arrive_late() { simulator().admin("POST", "/held/deliver"); }
  int64_t annulled_by_watch() {
    move_clock(601'000);
    return channel_->transmitter.watch(600'000).annulled;
  }
  std::vector<std::string> sorted_live() {
    auto numbers = live();
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }
  static std::vector<std::string> both(const Receipt& one, const Receipt& other) {
    std::vector<std::string> numbers{one.nre.value(), other.nre.value()};
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  const Recipe one_ = recipe(), other_ = recipe();
};

TEST_F(SacTwinsTest, OfOneThatArrivesLateTheBurntNumberAloneIsAnnulled) {
  const Nre burnt = lost(one_);
  const Receipt anew = submit(one_);
  ASSERT_EQ(anew.outcome, Outcome::accepted);
  const Receipt twin = submit(other_);
  ASSERT_EQ(twin.outcome, Outcome::accepted);
  arrive_late();
  ASSERT_EQ(live().size(), 3u);
  EXPECT_EQ(annulled_by_watch(), 1);
  EXPECT_EQ(sorted_live(), both(anew, twin)) << burnt.value();
  EXPECT_EQ(annulled_by_watch(), 0);
}

TEST_F(SacTwinsTest, OfOneThatWasWithdrawnTheOtherStays) {
  lost(one_);
  const Receipt twin = submit(other_);
  ASSERT_EQ(twin.outcome, Outcome::accepted);
  EXPECT_EQ(withdraw(one_).outcome, Outcome::withdrawn);
  arrive_late();
  EXPECT_EQ(annulled_by_watch(), 1);
  EXPECT_EQ(live(), std::vector{twin.nre.value()});
}

TEST_F(SacTwinsTest, OneOfWhichNobodyHeardIsNotTakenForTheOther) {
  const Nre number = lost(one_);
  const Receipt twin = submit(other_);
  ASSERT_EQ(twin.outcome, Outcome::accepted);
  arrive_late();
  const Receipt found = submit(one_);
  ASSERT_EQ(found.outcome, Outcome::accepted);
  EXPECT_EQ(found.nre, number);
  EXPECT_EQ(annulled_by_watch(), 0);
  EXPECT_EQ(sorted_live(), both(found, twin));
}

TEST_F(SacTwinsTest, AfterARestoreEachIsFoundOnceAndNeitherIsAnnulled) {
  submit(recipe());
  const Nre burnt = lost(one_);
  ASSERT_EQ(channel_->transmitter.status(one_.id.value()).nre, burnt);
  copy_database();
  const Receipt first = submit(one_), second = submit(other_);
  ASSERT_EQ(first.outcome, Outcome::accepted);
  ASSERT_EQ(second.outcome, Outcome::accepted);
  ASSERT_TRUE(start_restored());
  move_clock(61'000);
  const Receipt one = settle(one_), other = settle(other_);
  ASSERT_EQ(one.outcome, Outcome::accepted);
  ASSERT_EQ(other.outcome, Outcome::accepted);
  EXPECT_EQ(both(one, other), both(first, second)) << "nothing was sent again";
  arrive_late();
  EXPECT_EQ(annulled_by_watch(), 1) << "the one that was lost before the copy";
  EXPECT_EQ(live().size(), 3u);
}

}  // namespace curante::sac
