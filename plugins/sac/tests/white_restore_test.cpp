// SPDX-License-Identifier: Apache-2.0
// White recipes in a database that comes back from a copy: none is sent blindly.
#include "white_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

class WhiteRestoreTest : public WhiteTest {
 protected:
  static constexpr const char* tables[] = {"nre_lot", "nre_use", "submission", "white_submission"};

  void copy_database() {
    for (const std::string table : tables) sql("create table copy_" + table + " as table " + table);
  }
  /// The host starts on the copy; what was sent since is known to nobody but the service.
  void start_restored() {
    submit(recipe());  // a number is used after the copy: by it the restore is noticed
    for (const std::string table : tables) {
      sql("delete from " + table);
      sql("insert into " + table + " select * from copy_" + table);
    }
    restart_white();
    ASSERT_TRUE(channel_->transmitter.look_for_restore());
    move_clock(1'000);
  }
};

TEST_F(WhiteRestoreTest, OneThatWasSentSinceTheCopyIsFoundAndNotSentAgain) {
  submit(recipe());
  copy_database();
  const Recipe it = white();
  const Receipt sent = send(it);
  ASSERT_EQ(sent.outcome, Outcome::accepted);
  start_restored();
  const Receipt again = settle_white(it);
  EXPECT_EQ(again.outcome, Outcome::accepted);
  EXPECT_EQ(again.white_number, sent.white_number);
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(live_white().size(), 1u);
}

TEST_F(WhiteRestoreTest, WhereTheServiceCannotTellAPersonDecides) {
  submit(recipe());
  copy_database();
  const Recipe it = white();
  ASSERT_EQ(send(it).outcome, Outcome::accepted);
  start_restored();
  let_view_by_patient(false);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(needs_person(send(it)));
  EXPECT_EQ(sendings(), 1);
  EXPECT_EQ(white_->undecided(it.account.value()).size(), 1u);
  // Who has looked says that it is not there: only then it goes.
  white_->decide(it.id.value(), it.account.value(), "", "");
  EXPECT_EQ(settle_white(it).outcome, Outcome::accepted);
  EXPECT_EQ(sendings(), 2);
}

TEST_F(WhiteRestoreTest, WithoutAskingByPatientAPersonDecidesToo) {
  assumptions_.asks_by_patient = false;
  open();
  submit(recipe());
  copy_database();
  const Recipe it = white();
  ASSERT_EQ(send(it).outcome, Outcome::accepted);
  start_restored();
  EXPECT_TRUE(needs_person(send(it)));
  EXPECT_EQ(sendings(), 1);
}

TEST_F(WhiteRestoreTest, OneThatIsNotThereAndOneOfAfterwardsGo) {
  submit(recipe());
  copy_database();
  const Recipe before = white();
  start_restored();
  EXPECT_EQ(settle_white(before).outcome, Outcome::accepted);
  const Recipe after = white();
  EXPECT_EQ(send(after).outcome, Outcome::accepted);
  EXPECT_EQ(live_white().size(), 2u);
}

}  // namespace curante::sac
