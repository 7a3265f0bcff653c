// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/type_ahead.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curante::reference {
namespace {

using testing::ElementsAre;

TEST(TypeAhead, EveryWordMustBeFound) {
  const TypeAhead typed("Amlodipina 5");
  EXPECT_THAT(typed.patterns(), ElementsAre("%amlodipina%", "% 5%"));
  EXPECT_EQ(typed.condition("key", 3), "key like $3 and key like $4");
  EXPECT_EQ(typed.beginning(), "amlodipina 5%");
  EXPECT_EQ(typed.word_beginning(), "% amlodipina 5%");
  EXPECT_FALSE(typed.brief());
}

TEST(TypeAhead, KnowsWhenTooLittleWasTyped) {
  EXPECT_TRUE(TypeAhead("").empty());
  EXPECT_TRUE(TypeAhead(" - ").empty());
  EXPECT_TRUE(TypeAhead("am").brief());
  EXPECT_TRUE(TypeAhead("a b").brief());
  EXPECT_FALSE(TypeAhead("a bis").brief());
}

TEST(TypeAhead, WhatIsTypedIsNoPattern) {
  EXPECT_EQ(TypeAhead("0,9%").beginning(), "0,9\\%%");
  EXPECT_EQ(TypeAhead("a_b\\c").text(), "a b c");
}

TEST(TypeAhead, IsBounded) {
  const TypeAhead many("a b c d e f g h i j");
  EXPECT_EQ(many.patterns().size(), 8u);
  EXPECT_EQ(many.text(), "a b c d e f g h");
  const std::string accents = std::string(199, 'a') + "èèè";  // 200 would cut a letter in two
  EXPECT_EQ(TypeAhead(accents).text(), std::string(199, 'a'));
}

}  // namespace
}  // namespace curante::reference
