// SPDX-License-Identifier: Apache-2.0
#include "record_sink.hpp"

#include <gtest/gtest.h>

#include "curante/testing/mock.hpp"
#include "curante/testing/test_host.hpp"
#include "json_host.hpp"
#include "personal_data.hpp"
#include "word_lists.hpp"

namespace curante::demo {
namespace {

using testing::code_of;

class RecordSinkTest : public ::testing::Test {
 protected:
  RecordSinkTest() {
    room_.answer<personal_data::Enumerate>({{{"notes", 1, 0}}});
    host_.provide<personal_data::Contract>(room_);
    rooms_.emplace_back(host_.host());
  }
  RecordSink sink() { return {json_, context_, rooms_}; }

  testing::TestHost host_;
  testing::JsonHost json_host_;
  Host json_ = json_host_.host();
  testing::Mock<personal_data::Contract> room_;
  testing::Caller caller_{testing::Caller::Fields{}};
  CallContext context_ = caller_.context();
  std::vector<Use<personal_data::Contract>> rooms_;
};

TEST_F(RecordSinkTest, ASectionThatNoRoomHasIsNamed) {
  RecordSink it = sink();
  EXPECT_EQ(code_of([&] { it.flush("letters"); }), "section-unclaimed");
}

TEST_F(RecordSinkTest, WhatARoomRefusesIsTold) {
  personal_data::Imported imported;
  imported.refused.push_back({0, "record-incomplete", "manca il testo"});
  room_.answer<personal_data::Import>(imported);
  RecordSink it = sink();
  it.add("notes", personal_data::Enumerate{});
  EXPECT_EQ(code_of([&] { it.flush("notes"); }), "record-refused");
}

TEST(WordLists, ARegionWithoutTownsIsRefused) {
  EXPECT_EQ(code_of([] { WordLists::of_region("999"); }), "demo-region");
}

}  // namespace
}  // namespace curante::demo
