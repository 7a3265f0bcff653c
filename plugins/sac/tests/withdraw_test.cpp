// SPDX-License-Identifier: Apache-2.0
#include "sac_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

class SacWithdrawTest : public SacTest {
 protected:
  SacWithdrawTest() { sign_up(fabbri()); }
};

TEST_F(SacWithdrawTest, AnAcceptedRecipeIsAnnulledOnce) {
  const auto it = recipe();
  const Receipt receipt = submit(it);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live().empty());
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(requests("AnnullaPrescritto"), 1);
  EXPECT_EQ(submit(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(channel_->transmitter.status(it.id.value()).nre, receipt.nre);
}

TEST_F(SacWithdrawTest, WhatThePharmacyHasIsNotAnnulled) {
  const auto it = recipe();
  const Receipt receipt = submit(it);
  simulator().admin("POST", "/recipes/state", {{"nre", receipt.nre.value()}, {"state", 5}});
  const Receipt refused = withdraw(it);
  ASSERT_EQ(refused.outcome, Outcome::refused);
  EXPECT_EQ(refused.reasons.at(0).code, "1120");
  EXPECT_NE(refused.reasons[0].title.find("non è più annullabile"), std::string::npos);
  const Receipt known = channel_->transmitter.status(it.id.value());
  EXPECT_EQ(known.outcome, Outcome::accepted);
  EXPECT_EQ(known.authentication_code, receipt.authentication_code);
}

TEST_F(SacWithdrawTest, ALostAnswerIsAskedAgain) {
  const auto it = recipe();
  submit(it);
  fault({{"kind", "no-answer"}, {"operation", "AnnullaPrescritto"}});
  EXPECT_EQ(withdraw(it).outcome, Outcome::uncertain);
  restart();
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live().empty());
}

TEST_F(SacWithdrawTest, OnlyTheAuthorMayAnnul) {
  sign_up(conti());
  auto it = recipe_of_substitute();
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  const Receipt refused =
      channel_->transmitter.withdraw(it.id.value(), fabbri().doctor.account.value());
  ASSERT_EQ(refused.outcome, Outcome::refused);
  EXPECT_EQ(refused.reasons.at(0).code, "1125");
  EXPECT_NE(refused.reasons[0].title.find("altro medico"), std::string::npos);
  EXPECT_EQ(live().size(), 1u);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live().empty());
}

TEST_F(SacWithdrawTest, AnUncertainRecipeThatArrivedIsFoundAndAnnulled) {
  const auto it = recipe();
  fault({{"kind", "no-answer"}, {"operation", "InvioPrescritto"}});
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  ASSERT_EQ(live().size(), 1u);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_TRUE(live().empty());
  EXPECT_EQ(requests("InvioPrescritto"), 1);
}

TEST_F(SacWithdrawTest, AnUncertainRecipeThatDidNotArriveIsNotSentToBeAnnulled) {
  const auto it = recipe();
  fault({{"kind", "deliver-late"}, {"operation", "InvioPrescritto"}});
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(requests("InvioPrescritto"), 0);
  simulator().admin("POST", "/held/deliver");
  ASSERT_EQ(live().size(), 1u);
  EXPECT_EQ(channel_->transmitter.watch(600'000).annulled, 1);
  EXPECT_TRUE(live().empty());
}

TEST_F(SacWithdrawTest, WhatNeverLeftIsWithdrawnWithoutAsking) {
  const auto it = recipe();
  submit(recipe());
  fault({{"kind", "wrong-certificate"}});
  ASSERT_EQ(submit(it).outcome, Outcome::unreachable);
  EXPECT_EQ(withdraw(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(submit(it).outcome, Outcome::withdrawn);
  EXPECT_EQ(requests("AnnullaPrescritto"), 0);
  EXPECT_EQ(live().size(), 1u);
}

TEST_F(SacWithdrawTest, WhatWasAnnulledElsewhereIsTold) {
  const auto it = recipe();
  fault({{"kind", "no-answer"}, {"operation", "InvioPrescritto"}});
  ASSERT_EQ(submit(it).outcome, Outcome::uncertain);
  simulator().admin("POST", "/recipes/state", {{"nre", live().at(0)}, {"state", 4}});
  const Receipt receipt = submit(it);
  EXPECT_EQ(receipt.outcome, Outcome::withdrawn);
  EXPECT_EQ(receipt.reasons.at(0).code, "annulled-elsewhere");
}

TEST_F(SacWithdrawTest, EachStateOfTheServiceIsToldInItalian) {
  using recipe_transmitter::DispensingState;
  const auto it = recipe();
  const std::string nre = submit(it).nre.value();
  const auto asked = [&] {
    return channel_->transmitter.dispensing(it.id.value(), it.account.value());
  };
  EXPECT_EQ(asked().state, DispensingState::to_dispense);
  const std::pair<int, DispensingState> states[] = {
      {5, DispensingState::taken},       {6, DispensingState::suspended},
      {9, DispensingState::to_dispense}, {7, DispensingState::partly_dispensed},
      {8, DispensingState::dispensed},   {10, DispensingState::expired},
      {4, DispensingState::annulled}};
  for (const auto& [state, means] : states) {
    simulator().admin("POST", "/recipes/state", {{"nre", nre}, {"state", state}});
    EXPECT_EQ(asked().state, means) << state;
    EXPECT_FALSE(asked().text.empty()) << state;
  }
  simulator().admin("POST", "/recipes/state", {{"nre", nre}, {"state", 8}, {"not_ssn", true}});
  EXPECT_EQ(asked().text, "erogata, non a carico del SSN");
}

TEST_F(SacWithdrawTest, WithoutAnAnswerTheDispensingIsUnknownAndSaysWhy) {
  using recipe_transmitter::DispensingState;
  const auto it = recipe();
  ASSERT_EQ(submit(it).outcome, Outcome::accepted);
  fault({{"kind", "bad-gateway"}, {"operation", "VisualizzaPrescritto"}});
  const auto down = channel_->transmitter.dispensing(it.id.value(), it.account.value());
  EXPECT_EQ(down.state, DispensingState::unknown);
  EXPECT_NE(down.text.find("502"), std::string::npos) << down.text;
  EXPECT_FALSE(channel_->health.answers(Operation::view));
  EXPECT_NE(channel_->health.now().problem.find("verifica delle ricette"), std::string::npos)
      << channel_->health.now().problem;
  const auto other =
      channel_->transmitter.dispensing(it.id.value(), conti().doctor.account.value());
  EXPECT_EQ(other.state, DispensingState::unknown);
  EXPECT_NE(other.text.find("credenziali"), std::string::npos) << other.text;
}

}  // namespace curante::sac
