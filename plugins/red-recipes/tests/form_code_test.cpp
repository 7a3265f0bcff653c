// SPDX-License-Identifier: Apache-2.0
#include "form_code.hpp"

#include <gtest/gtest.h>

#include "curante/testing/caller.hpp"

namespace curante::red_recipes {
namespace {

using testing::code_of;

TEST(FormCodeTest, IsTakenApartAndPutTogether) {
  const FormCode code = FormCode::parse("120261234567008", ParityRule::manual);
  EXPECT_EQ(code.prefix, "120261234567");
  EXPECT_EQ(code.counter, 0);
  EXPECT_EQ(code.text(), "120261234567008");
  EXPECT_EQ(code.start(), "12026");
  EXPECT_EQ((FormCode{"120261234567", 19}.text()), "120261234567198");
  EXPECT_EQ((FormCode{"0A0B10000000", 99}.text()), "0A0B10000000998");
}

TEST(FormCodeTest, TheParityIsTheSumOfPadNumberAndCounter) {
  // 1+2+3+4+5+6+7 = 28, and the counter's digits.
  for (int counter = 0; counter < 100; ++counter) {
    const char last = FormCode{"120261234567", counter}.text().back();
    EXPECT_EQ(last - '0', (28 + counter / 10 + counter % 10) % 10) << counter;
  }
}

TEST(FormCodeTest, AWrongParityIsRefusedUnlessTheRuleIsOff) {
  EXPECT_EQ(code_of([] { FormCode::parse("120261234567007", ParityRule::manual); }), "code-parity");
  const FormCode code = FormCode::parse("120261234567007", ParityRule::none);
  EXPECT_EQ(code.counter, 0);
  EXPECT_EQ(code.text(), "120261234567007") << "as it stands on the paper";
}

TEST(FormCodeTest, WhatIsNoCodeIsRefused) {
  for (const char* text : {"", "12026123456700", "1202612345670080", "12026123456a008",
                           "12o261234567008", "120261234567 08"}) {
    EXPECT_EQ(code_of([&] { FormCode::parse(text, ParityRule::none); }), "block-code-invalid");
  }
}

TEST(FormCodeTest, ASettingThatSaysNothingIsRefused) {
  EXPECT_EQ(parity_rule("none"), ParityRule::none);
  EXPECT_EQ(code_of([] { parity_rule("odd"); }), "setting-invalid");
}

}  // namespace
}  // namespace curante::red_recipes
