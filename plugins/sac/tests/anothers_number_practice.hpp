// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>

#include "restore_practice.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::person_may_decide;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

/// Numbers under which the service has a recipe that may be another one, and what a person says.
class SacAnothersNumberTest : public SacRestoreTest {
 protected:
  Receipt decide(const Recipe& it, bool there, const std::string& number = "") {
    const auto told = number.empty() ? std::nullopt : std::optional(number);
    return channel_->transmitter.decide(it.id.value(), it.account.value(), there, told);
  }
  std::string refusal(const Recipe& it, bool there, const std::string& number = "") {
    try {
      decide(it, there, number);
    } catch (const Error& e) {
      EXPECT_FALSE(e.remedy().empty());
      return e.code();
    }
    return "";
  }
  void lose_the_answer() {
    fault({{"kind", "gateway-timeout"}, {"operation", "InvioPrescritto"}, {"processed", true}});
  }
  void silence(const char* operation) {
    fault({{"kind", "bad-gateway"}, {"operation", operation}, {"times", 0}});
  }
  static bool asks_a_person(const Receipt& receipt) {
    for (const auto& reason : receipt.reasons) {
      if (reason.code == person_may_decide) return !reason.advice.empty();
    }
    return false;
  }
  /// One that an unknown copy sends under a number which is used, and does not hear that it is.
  Recipe refused_unheard(Recipe it) {
    lose_the_answer();
    EXPECT_EQ(submit(it).outcome, Outcome::uncertain);
    return it;
  }
  Recipe fresh() {
    Recipe it = recipe();
    it.lines[0].quantity = 2;
    return it;
  }
  bool is_live(const Nre& nre) {
    const auto numbers = live();
    return std::find(numbers.begin(), numbers.end(), nre.value()) != numbers.end();
  }
};

}  // namespace curante::sac
