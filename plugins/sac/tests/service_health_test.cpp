// SPDX-License-Identifier: Apache-2.0
#include "service_health.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace curante::sac {

class ServiceHealthTest : public ::testing::Test {
 protected:
  static constexpr int64_t second = 1'000;
  static Instant at(int64_t seconds) { return {1'795'450'800'000 + seconds * second}; }
  void fails(Operation operation, int64_t seconds) {
    health_.failed(operation, "HTTP 504", at(seconds));
  }
  void answers(Operation operation, int64_t seconds) { health_.answered(operation, at(seconds)); }
  bool up() const { return health_.now().reachable; }

  std::vector<bool> told_;
  ServiceHealth health_{
      [this](const recipe_transmitter::ServiceHealth& it) { told_.push_back(it.reachable); }};
};

TEST_F(ServiceHealthTest, AWholeOutageEndsWhenTheFrontIsBack) {
  fails(Operation::submit, 0);
  fails(Operation::front, 10);
  EXPECT_FALSE(up());
  EXPECT_EQ(health_.now().since, at(0));
  answers(Operation::front, 60);
  EXPECT_TRUE(up()) << "what failed with it failed for that reason";
  EXPECT_EQ(told_, (std::vector{false, true}));
}

TEST_F(ServiceHealthTest, WhatAnotherOperationAnswersSaysNothingOfTheOneThatFails) {
  fails(Operation::submit, 0);
  for (int64_t seconds = 1; seconds < 200; seconds += 10) {
    answers(Operation::front, seconds);
    answers(Operation::view, seconds);
  }
  EXPECT_FALSE(up());
  EXPECT_NE(health_.now().problem.find("invio delle ricette"), std::string::npos);
  EXPECT_FALSE(health_.answers(Operation::submit));
  EXPECT_TRUE(health_.answers(Operation::view));
  answers(Operation::submit, 200);
  EXPECT_TRUE(up());
  EXPECT_EQ(told_, (std::vector{false, true}));
}

TEST_F(ServiceHealthTest, OneThatComesAndGoesKeepsItsFirstTimeAndIsToldOnce) {
  fails(Operation::submit, 0);
  answers(Operation::submit, 5);
  fails(Operation::submit, 10);
  EXPECT_EQ(health_.now().since, at(0));
  for (int64_t seconds = 15; seconds < 100; seconds += 10) {
    answers(Operation::submit, seconds);
    fails(Operation::submit, seconds + 5);
  }
  EXPECT_FALSE(up());
  EXPECT_EQ(health_.now().since, at(0));
  EXPECT_EQ(told_, (std::vector{false, true, false})) << "not at each answer";
  answers(Operation::submit, 110);
  EXPECT_FALSE(up());
  answers(Operation::front, 140);
  EXPECT_TRUE(up()) << "half a minute without a failure";
}

TEST_F(ServiceHealthTest, AFailureThatNobodyTriesAgainIsForgotten) {
  fails(Operation::lot, 0);
  answers(Operation::front, 299);
  EXPECT_FALSE(up());
  answers(Operation::front, 300);
  EXPECT_TRUE(up());
}

TEST_F(ServiceHealthTest, AnOutageMuchLaterIsAnotherOne) {
  fails(Operation::view, 0);
  answers(Operation::view, 5);
  fails(Operation::view, 500);
  EXPECT_EQ(health_.now().since, at(500));
  answers(Operation::view, 501);
  EXPECT_TRUE(up());
}

TEST_F(ServiceHealthTest, EachOperationIsSaidByItsName) {
  const std::pair<Operation, const char*> names[] = {{Operation::view, "verifica"},
                                                     {Operation::cancel, "annullamento"},
                                                     {Operation::lot, "numeri"},
                                                     {Operation::white, "bianche"},
                                                     {Operation::red, "rosse"}};
  int64_t seconds = 0;
  for (const auto& [operation, name] : names) {
    fails(operation, seconds);
    EXPECT_NE(health_.now().problem.find(name), std::string::npos);
    answers(operation, seconds + 1);
    seconds += 1'000;
  }
}

}  // namespace curante::sac
