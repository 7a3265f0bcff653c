// SPDX-License-Identifier: Apache-2.0
#include "restore_room.hpp"

namespace curante::red_recipes {

TEST_F(RedRestoreTest, WhatThisRoomAloneFoundItTellsOthers) {
  EXPECT_FALSE(ask(LastRestored{}).found.has_value());
  print(1);
  copy();
  print(2);
  restore();
  EXPECT_TRUE(restores_.look());
  EXPECT_EQ(ask(LastRestored{}).found, reading_.now);
  EXPECT_EQ(told_of_, std::vector{reading_.now});
  EXPECT_FALSE(restores_.look());
  EXPECT_EQ(told_of_.size(), 1u);
}

TEST_F(RedRestoreTest, TheNextOneIsToldThoughTheClockWentBack) {
  restore_after_a_print(1);
  EXPECT_TRUE(restores_.look());
  const auto first = ask(LastRestored{}).found;
  set_block("rossa", fourth_code);
  const Instant before = reading_.now;
  reading_.now.ms -= 3'600'000;
  restore_after_a_print(4);
  EXPECT_TRUE(restores_.look());
  const auto second = ask(LastRestored{}).found;
  ASSERT_TRUE(first && second);
  EXPECT_GT(*second, before);
  EXPECT_EQ(told_of_, (std::vector{*first, *second}));
}

TEST_F(RedRestoreTest, OneSinceWhoseCopyNoFormWasUsedTheTransmitterAloneTells) {
  print(1);
  told_restore_ = Instant{reading_.now.ms - 1000};
  EXPECT_TRUE(restores_.look());
  EXPECT_FALSE(ask(LastRestored{}).found.has_value());
  EXPECT_TRUE(told_of_.empty());
}

/// By the copy the practice never used a form: whoever waits would send what is on one since.
TEST_F(RedRestoreTest, ThatFormsWereUsedIsToldThoughTheTransmitterTellsOfThatRestoreFirst) {
  restore_after_a_print(1);
  told_restore_ = Instant{reading_.now.ms - 1000};
  EXPECT_TRUE(restores_.look());
  EXPECT_EQ(ask(LastRestored{}).found, reading_.now);
  EXPECT_EQ(told_of_, std::vector{reading_.now});
  EXPECT_FALSE(restores_.look()) << "it is one restore";
  EXPECT_EQ(count("select count(*) from restore"), 1);
}

TEST_F(RedRestoreTest, WhoAsksBeforeThisRoomLookedIsToldAllTheSame) {
  restore_after_a_print(1);
  told_restore_ = reading_.now;
  EXPECT_EQ(ask(LastRestored{}).found, reading_.now);
}

TEST_F(RedRestoreTest, OneThatTheTransmitterFoundByAClockAheadIsOne) {
  restore_after_a_print(1);
  told_restore_ = Instant{reading_.now.ms + 5000};
  EXPECT_TRUE(restores_.look());
  EXPECT_FALSE(restores_.look());
  EXPECT_EQ(count("select count(*) from restore"), 1);
}

TEST_F(RedRestoreTest,
       OneFoundWhileTheTransmitterCouldNotBeAskedIsToldOnceThoughThatTellsOfItLater) {
  restore_after_a_print(1);
  const auto own = surroundings_.last_restored;
  surroundings_.last_restored = [](const CallContext&) -> recipe_transmitter::Restoration {
    throw Error("plugin-gone", "niente", "niente");
  };
  EXPECT_TRUE(restores_.look());
  const auto found = ask(LastRestored{}).found;
  EXPECT_EQ(found, reading_.now) << "nobody else may tell of it";
  surroundings_.last_restored = own;
  told_restore_ = Instant{reading_.now.ms - 1000};
  EXPECT_FALSE(restores_.look());
  EXPECT_EQ(ask(LastRestored{}).found, found) << "that forms were used stays true";
  EXPECT_EQ(told_of_.size(), 1u);
}

TEST_F(RedRestoreTest, AnOlderOneOfTheTransmitterIsNotTheOneThatThisRoomFinds) {
  print(1);
  told_restore_ = Instant{reading_.now.ms - 1000};
  EXPECT_TRUE(restores_.look());
  set_block("rossa", third_code);
  restore_after_a_print(2);
  EXPECT_TRUE(restores_.look());
  const auto found = ask(LastRestored{}).found;
  EXPECT_EQ(found, reading_.now);
  EXPECT_FALSE(restores_.look());
  EXPECT_EQ(ask(LastRestored{}).found, found) << "the transmitter tells of another";
}

/// At one start of a host the two are a moment apart, and who follows them may ask after both.
TEST_F(RedRestoreTest, OneThatTheTransmitterFindsLaterDoesNotHideThatFormsWereUsed) {
  restore_after_a_print(1);
  EXPECT_TRUE(restores_.look());
  const auto found = ask(LastRestored{}).found;
  told_restore_ = Instant{reading_.now.ms + 3'600'000};
  EXPECT_TRUE(restores_.look());
  EXPECT_EQ(ask(LastRestored{}).found, found) << "it is looked for again, and told by that";
  EXPECT_EQ(told_of_.size(), 1u);
}

}  // namespace curante::red_recipes
