// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::prescribing {

using recipe_transmitter::DispensingState;
using recipe_transmitter::DispensingView;

class DispensingTest : public RoomTest {
 protected:
  DispensingTest() {
    neighbours_.dispensing = [this](const CallContext&,
                                    const recipe_transmitter::Dispensing& call) -> DispensingView {
      asked_.push_back(call);
      if (!failure_.empty()) throw Error(failure_, "il canale non la conosce", "cercarla altrove");
      return {DispensingState::dispensed, "erogata", reading_.now};
    };
  }
  DispensingView ask(const Id& recipe) {
    return service_.on(substitute_.context(), Dispensing{recipe});
  }

  std::vector<recipe_transmitter::Dispensing> asked_;
  std::string failure_;
};

TEST_F(DispensingTest, AnAcceptedRecipeIsAskedAfterWithItsAuthorsCredentials) {
  const Id recipe = issue(draft(1)).recipes[0].id;
  EXPECT_EQ(ask(recipe).state, DispensingState::unknown) << "it is still waiting";
  ASSERT_TRUE(work());
  EXPECT_EQ(ask(recipe).text, "erogata");
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_EQ(asked_[0].account, sample::doctor_id);
}

TEST_F(DispensingTest, WhatTheServiceCannotKnowIsNotAsked) {
  const Id recipe = issue(draft(1)).recipes[0].id;
  channel_.answer({Outcome::refused});
  ASSERT_TRUE(work());
  EXPECT_NE(ask(recipe).text.find("rifiutata"), std::string::npos);
  const std::pair<const char*, const char*> states[] = {{"past", "altro programma"},
                                                        {"withdrawn", "annullata"}};
  for (const auto& [state, text] : states) {
    sql(std::string("update recipe set state = '") + state + "'");
    EXPECT_NE(ask(recipe).text.find(text), std::string::npos) << ask(recipe).text;
  }
  EXPECT_EQ(ask(recipe).state, DispensingState::annulled);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(DispensingTest, AChannelThatDoesNotKnowItIsNoFailure) {
  const Id recipe = issue(draft(1)).recipes[0].id;
  ASSERT_TRUE(work());
  failure_ = "recipe-unknown";
  EXPECT_EQ(ask(recipe).state, DispensingState::unknown);
  EXPECT_EQ(ask(recipe).text, "il canale non la conosce");
  failure_ = "other";
  EXPECT_EQ(code_of([&] { ask(recipe); }), "other");
  EXPECT_EQ(code_of([&] { ask(Id("77777777-7777-4777-8777-777777777777")); }), "recipe-unknown");
}

}  // namespace curante::prescribing
