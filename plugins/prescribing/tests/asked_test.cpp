// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::prescribing {

/// What the channel says of a recipe, time after time.
class AskedTest : public RoomTest {
 protected:
  AskedTest() {
    neighbours_.submit = [this](const CallContext&, const recipe_transmitter::Submit&) {
      if (!failure_.empty()) throw Error(failure_, "guasto", "riprovare");
      return told_;
    };
  }
  void ask(Outcome outcome, const std::string& code, const std::string& nre = "") {
    told_ = {};
    told_.outcome = outcome;
    told_.nre = Nre(nre);
    told_.reasons.push_back({code, "così risponde il canale", "attendere", 0, true});
    again();
  }
  void fail(const std::string& code) {
    failure_ = code;
    again();
    failure_.clear();
  }
  void again() {
    service_.on(doctor_.context(), Retry{issued_.recipes[0].id});
    ASSERT_TRUE(work());
  }
  RecipeView shown() { return view(issued_); }

  std::string failure_;
  recipe_transmitter::Receipt told_;
  Prescription issued_ = issue(draft(1));
};

constexpr auto number_77 = "1200A4000000077", number_78 = "1200A4000000078";

TEST_F(AskedTest, WhatAPersonWasAskedStaysHoweverOftenItIsAskedAnew) {
  const std::string may_decide(recipe_transmitter::person_may_decide);
  ask(Outcome::uncertain, may_decide, number_77);
  const auto stands = [&](const char* number) {
    EXPECT_EQ(shown().state, State::attention);
    EXPECT_TRUE(shown().undecided);
    EXPECT_EQ(shown().nre.value(), number);
  };
  stands(number_77);
  ask(Outcome::uncertain, "resend-later", number_77);
  stands(number_77);
  for (const char* failure : {"database-busy", "contract-unavailable"}) {
    fail(failure);
    stands(number_77);
    EXPECT_NE(shown().problem, "");
  }
  ask(Outcome::unreachable, "clock-behind");
  stands(number_77);
  ask(Outcome::uncertain, "resend-later", number_78);
  EXPECT_EQ(shown().state, State::attention) << "under another number, and nobody knows either";
  EXPECT_EQ(shown().nre.value(), number_78);
  ask(Outcome::accepted, "", number_78);
  EXPECT_EQ(shown().state, State::accepted);
  EXPECT_FALSE(shown().undecided);
}

TEST_F(AskedTest, OneThatAPersonDecidedIsAboutToGoAndAsksNobody) {
  ask(Outcome::uncertain, std::string(recipe_transmitter::person_may_decide), number_77);
  ask(Outcome::uncertain, "sending-held");
  EXPECT_EQ(shown().state, State::checking);
  EXPECT_FALSE(shown().undecided);
  ask(Outcome::uncertain, std::string(recipe_transmitter::person_may_decide));
  EXPECT_TRUE(shown().undecided) << "of no number";
  EXPECT_TRUE(shown().nre.empty());
  ask(Outcome::uncertain, "service-timeout");
  EXPECT_TRUE(shown().undecided);
  EXPECT_EQ(shown().state, State::attention);
  ask(Outcome::uncertain, "number-refused");
  EXPECT_EQ(shown().state, State::checking) << "it goes by itself";
  EXPECT_FALSE(shown().undecided);
}

TEST_F(AskedTest, WithoutCredentialsItWaitsForThemAndThenIsAskedAgain) {
  ask(Outcome::uncertain, std::string(recipe_transmitter::person_may_decide), number_77);
  ask(Outcome::needs_credentials, "second-factor-expired");
  EXPECT_EQ(shown().state, State::attention);
  outbox_.resume(sample::doctor_id, reading_.now);
  told_ = {};
  told_.outcome = Outcome::uncertain;
  told_.nre = Nre(number_77);
  ASSERT_TRUE(work());
  EXPECT_EQ(shown().state, State::attention);
  EXPECT_EQ(shown().nre.value(), number_77);
}

/// One tries whether the service answers; the others need not wait for their next turn.
TEST_F(AskedTest, WhatIsHeldGoesAsSoonAsAnotherIsAnswered) {
  const Prescription others = service_.on(substitute_.context(), Issue{draft(2)});
  told_.outcome = Outcome::unreachable;
  told_.reasons.push_back({"sending-held", "il servizio non risponde", "attendere", 0, true});
  ASSERT_TRUE(work());
  ASSERT_TRUE(work());
  EXPECT_FALSE(work()) << "both wait";
  sql("update outbox set due = clock_timestamp() where account = '" +
      sample::substitute_id.value() + "'");
  told_ = {};
  told_.outcome = Outcome::accepted;
  Delivery another_host(host_, neighbours_, outbox_);
  const auto row = outbox_.claim();
  ASSERT_TRUE(row);
  another_host.run(*row);
  EXPECT_EQ(view(others).state, State::accepted);
  ASSERT_TRUE(work()) << "it is due by now";
  EXPECT_EQ(shown().state, State::accepted);
}

TEST_F(AskedTest, WhatWaitsForAnotherReasonWaitsOn) {
  service_.on(substitute_.context(), Issue{draft(2)});
  told_.outcome = Outcome::unreachable;
  ASSERT_TRUE(work());
  told_.reasons.push_back({"sending-held", "il servizio non risponde", "attendere", 0, true});
  ASSERT_TRUE(work());
  sql("update outbox set due = clock_timestamp() where held");
  told_ = {};
  told_.outcome = Outcome::accepted;
  ASSERT_TRUE(work());
  EXPECT_FALSE(work());
  EXPECT_EQ(outbox_rows(), 1);
}

}  // namespace curante::prescribing
