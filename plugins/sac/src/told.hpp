// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// A receipt that says no more than its outcome.
inline recipe_transmitter::Receipt bare(recipe_transmitter::Outcome outcome) {
  recipe_transmitter::Receipt receipt;
  receipt.outcome = outcome;
  return receipt;
}

/// A receipt with one reason, in this channel's own words.
inline recipe_transmitter::Receipt told(recipe_transmitter::Outcome outcome,
                                        const std::string& code, const std::string& text,
                                        const std::string& advice) {
  recipe_transmitter::Receipt receipt = bare(outcome);
  receipt.reasons.push_back({code, text, advice, 0, true});
  return receipt;
}

/// A person is asked whether the recipe under `number` is the one in doubt.
inline recipe_transmitter::Receipt candidate_of_a_person(const Nre& number,
                                                         const std::string& text) {
  auto receipt = told(recipe_transmitter::Outcome::uncertain,
                      std::string(recipe_transmitter::person_may_decide), text,
                      "cercarla nel sito Sistema TS: se è proprio questa, e di questo assistito, "
                      "scegliere «C'è al SAC»; se è di un altro o è un'altra ricetta, «Non c'è»");
  receipt.nre = number;
  return receipt;
}

}  // namespace curante::sac
