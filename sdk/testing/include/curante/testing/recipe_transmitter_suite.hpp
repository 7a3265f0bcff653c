// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "curante/error.hpp"
#include "curante/testing/recipe_contents.hpp"
#include "recipe_transmitter.hpp"

/// What every provider of recipe-transmitter/1 must do, on every path: one body for all of them.
///
/// A fixture `F` is default-constructible (a fresh channel for each test) and has
///   typename Call::Reply ask(const Call&)      for every call of the contract
///   void inject(Fault, int times)              the next `times` requests meet this fault, then
///                                              none
///   Recipe sample()                            a recipe of one drug that this channel accepts, with
///                                              a new id
///   int64_t live()                             recipes the other side holds and that are not
///                                              withdrawn: what shows a double
///   std::optional<Recipe> held(const Nre&)     what the other side holds under this number, put
///                                              back into the contract's words; nothing: no recipe
namespace curante::conformance {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Status;
using recipe_transmitter::Submit;
using recipe_transmitter::Withdraw;

/// `lost`: the request never arrived. `taken`: it arrived and was processed, the answer was lost.
/// Either way the caller cannot know. `exhausted`: no number can be had for a new recipe.
enum class Fault { unreachable, lost, taken, refused, needs_credentials, exhausted };

template <class F>
class RecipeTransmitterSuite : public ::testing::Test {
 protected:
  Receipt submit(const Recipe& recipe) { return channel_.ask(Submit{recipe}); }
  Receipt withdraw(const Recipe& recipe) {
    return channel_.ask(Withdraw{recipe.id, recipe.account});
  }
  Receipt status(const Recipe& recipe) { return channel_.ask(Status{recipe.id}); }
  recipe_transmitter::DispensingView dispensing(const Recipe& recipe) {
    return channel_.ask(recipe_transmitter::Dispensing{recipe.id, recipe.account});
  }

  /// What a worker does: submits until the outcome is final. Bounded, so that a channel that never
  /// settles fails the test instead of hanging it.
  Receipt settle(const Recipe& recipe) {
    Receipt receipt;
    for (int i = 0; i < 20; ++i) {
      receipt = submit(recipe);
      if (receipt.outcome == Outcome::accepted || receipt.outcome == Outcome::refused) break;
    }
    return receipt;
  }

  std::string refusal(const std::function<void()>& body) {
    try {
      body();
    } catch (const Error& e) {
      EXPECT_FALSE(e.message().empty());
      EXPECT_FALSE(e.remedy().empty());
      return e.code();
    }
    return "";
  }

  F channel_;
};

TYPED_TEST_SUITE_P(RecipeTransmitterSuite);

TYPED_TEST_P(RecipeTransmitterSuite, AcceptsAndGivesANumberAndACode) {
  const Recipe recipe = this->channel_.sample();
  const Receipt receipt = this->submit(recipe);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(receipt.nre.value().size(), 15u);
  EXPECT_EQ(receipt.nre.value().substr(0, 3), recipe.holder.region_code);
  EXPECT_FALSE(receipt.authentication_code.empty());
  EXPECT_FALSE(receipt.accepted_at.empty());
  EXPECT_EQ(this->channel_.live(), 1);
}

TYPED_TEST_P(RecipeTransmitterSuite, GivesEachRecipeItsOwnNumber) {
  std::set<std::string> numbers;
  for (int i = 0; i < 12; ++i) {
    numbers.insert(this->submit(this->channel_.sample()).nre.value());
  }
  EXPECT_EQ(numbers.size(), 12u);
  EXPECT_EQ(numbers.count(""), 0u);
  EXPECT_EQ(this->channel_.live(), 12);
}

TYPED_TEST_P(RecipeTransmitterSuite, SubmittedTwiceIsSentOnce) {
  const Recipe recipe = this->channel_.sample();
  const Receipt first = this->submit(recipe);
  const Receipt second = this->submit(recipe);
  EXPECT_EQ(second.outcome, Outcome::accepted);
  EXPECT_EQ(second.nre, first.nre);
  EXPECT_EQ(second.authentication_code, first.authentication_code);
  EXPECT_EQ(this->channel_.live(), 1);
}

TYPED_TEST_P(RecipeTransmitterSuite, TellsWhatItKnows) {
  const Recipe recipe = this->channel_.sample();
  const Receipt receipt = this->submit(recipe);
  const Receipt known = this->status(recipe);
  EXPECT_EQ(known.outcome, Outcome::accepted);
  EXPECT_EQ(known.nre, receipt.nre);
  EXPECT_EQ(known.authentication_code, receipt.authentication_code);
}

TYPED_TEST_P(RecipeTransmitterSuite, DoesNotKnowWhatItWasNeverGiven) {
  const Recipe recipe = this->channel_.sample();
  EXPECT_EQ(this->refusal([&] { this->status(recipe); }), "recipe-unknown");
  EXPECT_EQ(this->refusal([&] { this->withdraw(recipe); }), "recipe-unknown");
  EXPECT_EQ(this->channel_.live(), 0);
}

TYPED_TEST_P(RecipeTransmitterSuite, WithdrawsOnceAndSaysSoTwice) {
  const Recipe recipe = this->channel_.sample();
  const Receipt receipt = this->submit(recipe);
  const Receipt withdrawn = this->withdraw(recipe);
  ASSERT_EQ(withdrawn.outcome, Outcome::withdrawn);
  EXPECT_EQ(this->channel_.live(), 0);
  EXPECT_EQ(this->withdraw(recipe).outcome, Outcome::withdrawn);
  EXPECT_EQ(this->status(recipe).outcome, Outcome::withdrawn);
  EXPECT_EQ(this->status(recipe).nre, receipt.nre);
}

TYPED_TEST_P(RecipeTransmitterSuite, TellsWhetherItWasDispensed) {
  using recipe_transmitter::DispensingState;
  const Recipe recipe = this->channel_.sample();
  EXPECT_EQ(this->refusal([&] { this->dispensing(recipe); }), "recipe-unknown");
  this->channel_.inject(Fault::lost, 1);
  ASSERT_EQ(this->submit(recipe).outcome, Outcome::uncertain);
  const auto uncertain = this->dispensing(recipe);
  EXPECT_EQ(uncertain.state, DispensingState::unknown);
  EXPECT_FALSE(uncertain.text.empty());
  ASSERT_EQ(this->settle(recipe).outcome, Outcome::accepted);
  const auto accepted = this->dispensing(recipe);
  EXPECT_EQ(accepted.state, DispensingState::to_dispense);
  EXPECT_FALSE(accepted.text.empty());
  EXPECT_GT(accepted.asked.ms, 0);
  ASSERT_EQ(this->withdraw(recipe).outcome, Outcome::withdrawn);
  EXPECT_EQ(this->dispensing(recipe).state, DispensingState::annulled);
}

TYPED_TEST_P(RecipeTransmitterSuite, NeverSendsAgainWhatWasWithdrawn) {
  const Recipe recipe = this->channel_.sample();
  this->submit(recipe);
  this->withdraw(recipe);
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::withdrawn);
  EXPECT_EQ(this->channel_.live(), 0);
}

TYPED_TEST_P(RecipeTransmitterSuite, RefusesTwelvePacksInALine) {
  for (const int32_t quantity : {0, 10, 12, -1}) {
    Recipe recipe = this->channel_.sample();
    recipe.lines.at(0).quantity = quantity;
    const Receipt receipt = this->submit(recipe);
    EXPECT_EQ(receipt.outcome, Outcome::refused) << quantity;
    ASSERT_FALSE(receipt.reasons.empty()) << quantity;
    EXPECT_FALSE(receipt.reasons[0].text.empty());
    // It never became a recipe of this channel.
    EXPECT_EQ(this->refusal([&] { this->status(recipe); }), "recipe-unknown") << quantity;
  }
  EXPECT_EQ(this->channel_.live(), 0);
}

TYPED_TEST_P(RecipeTransmitterSuite, RefusalIsFinalAndHasItsReason) {
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::refused, 1);
  const Receipt receipt = this->submit(recipe);
  ASSERT_EQ(receipt.outcome, Outcome::refused);
  ASSERT_FALSE(receipt.reasons.empty());
  EXPECT_FALSE(receipt.reasons[0].code.empty());
  EXPECT_FALSE(receipt.reasons[0].text.empty());
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::refused);
  EXPECT_EQ(this->status(recipe).outcome, Outcome::refused);
  EXPECT_EQ(this->channel_.live(), 0);
}

TYPED_TEST_P(RecipeTransmitterSuite, UnreachableTakesNothingAndTheNextTryIsAccepted) {
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::unreachable, 1);
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::unreachable);
  EXPECT_EQ(this->channel_.live(), 0);
  EXPECT_EQ(this->settle(recipe).outcome, Outcome::accepted);
  EXPECT_EQ(this->channel_.live(), 1);
}

TYPED_TEST_P(RecipeTransmitterSuite, HealthFollowsTheService) {
  EXPECT_TRUE(this->channel_.ask(recipe_transmitter::Health{}).reachable);
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::unreachable, 1);
  this->submit(recipe);
  const auto down = this->channel_.ask(recipe_transmitter::Health{});
  EXPECT_FALSE(down.reachable);
  EXPECT_FALSE(down.problem.empty());
  EXPECT_FALSE(down.channel.empty());
  EXPECT_TRUE(down.since.has_value());
  EXPECT_EQ(this->settle(recipe).outcome, Outcome::accepted);
  const auto up = this->channel_.ask(recipe_transmitter::Health{});
  EXPECT_TRUE(up.reachable);
  EXPECT_TRUE(up.problem.empty());
}

TYPED_TEST_P(RecipeTransmitterSuite, AnswerLostAfterTakingResolvesToOneRecipe) {
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::taken, 1);
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::uncertain);
  EXPECT_EQ(this->status(recipe).outcome, Outcome::uncertain);
  const Receipt receipt = this->settle(recipe);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_FALSE(receipt.nre.empty());
  EXPECT_FALSE(receipt.authentication_code.empty());
  EXPECT_EQ(this->channel_.live(), 1);
}

TYPED_TEST_P(RecipeTransmitterSuite, RequestLostOnItsWayResolvesToOneRecipe) {
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::lost, 1);
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::uncertain);
  const Receipt receipt = this->settle(recipe);
  ASSERT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(this->channel_.live(), 1);
}

TYPED_TEST_P(RecipeTransmitterSuite, UncertainStaysUncertainWhileTheServiceIsDown) {
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::taken, 1);
  ASSERT_EQ(this->submit(recipe).outcome, Outcome::uncertain);
  this->channel_.inject(Fault::unreachable, 2);
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::uncertain);
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::uncertain);
  EXPECT_EQ(this->settle(recipe).outcome, Outcome::accepted);
  EXPECT_EQ(this->channel_.live(), 1);
}

TYPED_TEST_P(RecipeTransmitterSuite, WithdrawalWhoseAnswerWasLostIsAskedAgain) {
  const Recipe recipe = this->channel_.sample();
  ASSERT_EQ(this->submit(recipe).outcome, Outcome::accepted);
  this->channel_.inject(Fault::taken, 1);
  EXPECT_EQ(this->withdraw(recipe).outcome, Outcome::uncertain);
  Receipt receipt;
  for (int i = 0; i < 20 && receipt.outcome != Outcome::withdrawn; ++i) {
    receipt = this->withdraw(recipe);
  }
  EXPECT_EQ(receipt.outcome, Outcome::withdrawn);
  EXPECT_EQ(this->channel_.live(), 0);
}

TYPED_TEST_P(RecipeTransmitterSuite, WithdrawalWaitsWhileTheServiceIsDown) {
  const Recipe recipe = this->channel_.sample();
  ASSERT_EQ(this->submit(recipe).outcome, Outcome::accepted);
  this->channel_.inject(Fault::unreachable, 1);
  EXPECT_EQ(this->withdraw(recipe).outcome, Outcome::unreachable);
  EXPECT_EQ(this->status(recipe).outcome, Outcome::accepted);
  EXPECT_EQ(this->channel_.live(), 1);
  EXPECT_EQ(this->withdraw(recipe).outcome, Outcome::withdrawn);
}

TYPED_TEST_P(RecipeTransmitterSuite, MissingCredentialsSendNothing) {
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::needs_credentials, 1);
  EXPECT_EQ(this->submit(recipe).outcome, Outcome::needs_credentials);
  EXPECT_EQ(this->channel_.live(), 0);
  EXPECT_EQ(this->settle(recipe).outcome, Outcome::accepted);
  EXPECT_EQ(this->channel_.live(), 1);
}

TYPED_TEST_P(RecipeTransmitterSuite, WithoutNumbersNothingIsTakenAndTheReasonIsTold) {
  const Recipe recipe = this->channel_.sample();
  this->channel_.inject(Fault::exhausted, 1);
  const Receipt receipt = this->submit(recipe);
  EXPECT_EQ(receipt.outcome, Outcome::unreachable);
  ASSERT_FALSE(receipt.reasons.empty());
  EXPECT_FALSE(receipt.reasons[0].text.empty());
  EXPECT_TRUE(receipt.nre.empty());
  EXPECT_EQ(this->channel_.live(), 0);
  EXPECT_EQ(this->settle(recipe).outcome, Outcome::accepted);
}

/// Drugs and services, of every kind of patient: a recipe that says less is another recipe.
TYPED_TEST_P(RecipeTransmitterSuite, TheOtherSideHoldsAllThatARecipeSays) {
  expect_contents_arrive(this->channel_);
}

/// Not every channel has white recipes; one that has not takes none of them for another kind.
TYPED_TEST_P(RecipeTransmitterSuite, TakesAWhiteRecipeWithItsPinOrNotAtAll) {
  Recipe recipe = this->channel_.sample();
  recipe.kind = RecipeKind::white;
  recipe.lines.at(0).repeatable = true;
  recipe.lines[0].validity_days = 180;
  recipe.lines[0].dispensings = 10;
  const Receipt receipt = this->submit(recipe);
  // Where it takes none, they are written on paper from the start: that must be known before.
  EXPECT_EQ(this->channel_.ask(recipe_transmitter::Health{}).takes_white,
            receipt.outcome == Outcome::accepted);
  if (receipt.outcome == Outcome::accepted) {
    EXPECT_FALSE(receipt.white_number.empty());
    EXPECT_FALSE(receipt.white_pin.empty());
    EXPECT_TRUE(receipt.nre.empty());
    EXPECT_EQ(this->channel_.live(), 1);
    return;
  }
  EXPECT_EQ(receipt.outcome, Outcome::refused);
  ASSERT_FALSE(receipt.reasons.empty());
  EXPECT_FALSE(receipt.reasons[0].text.empty());
  EXPECT_EQ(this->channel_.live(), 0);
}

TYPED_TEST_P(RecipeTransmitterSuite, TellsOfNoRestoreWhereThereWasNone) {
  EXPECT_FALSE(this->channel_.ask(recipe_transmitter::LastRestored{}).found.has_value());
}

REGISTER_TYPED_TEST_SUITE_P(
    RecipeTransmitterSuite, AcceptsAndGivesANumberAndACode, GivesEachRecipeItsOwnNumber,
    SubmittedTwiceIsSentOnce, TellsWhatItKnows, DoesNotKnowWhatItWasNeverGiven,
    WithdrawsOnceAndSaysSoTwice, TellsWhetherItWasDispensed, NeverSendsAgainWhatWasWithdrawn,
    RefusesTwelvePacksInALine, RefusalIsFinalAndHasItsReason,
    UnreachableTakesNothingAndTheNextTryIsAccepted, HealthFollowsTheService,
    AnswerLostAfterTakingResolvesToOneRecipe, RequestLostOnItsWayResolvesToOneRecipe,
    UncertainStaysUncertainWhileTheServiceIsDown, WithdrawalWhoseAnswerWasLostIsAskedAgain,
    WithdrawalWaitsWhileTheServiceIsDown, MissingCredentialsSendNothing,
    WithoutNumbersNothingIsTakenAndTheReasonIsTold, TellsOfNoRestoreWhereThereWasNone,
    TheOtherSideHoldsAllThatARecipeSays, TakesAWhiteRecipeWithItsPinOrNotAtAll);

}  // namespace curante::conformance
