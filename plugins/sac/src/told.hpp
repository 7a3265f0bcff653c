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

inline constexpr const char* number_not_listed = "number-not-listed";

/// Whose the recipe under `number` is, the service does not list yet.
inline recipe_transmitter::Receipt not_listed_yet(const Nre& number) {
  auto receipt = told(recipe_transmitter::Outcome::uncertain, number_not_listed,
                      "al SAC c'è una ricetta con il numero " + number.value() +
                          ", e il SAC non dice ancora di quale assistito è",
                      "si chiarisce da solo in pochi minuti: non prescriverla di nuovo");
  receipt.nre = number;
  return receipt;
}

/// A person is told of the recipe under `number`, and what they can decide.
inline recipe_transmitter::Receipt told_of(const Nre& number, const std::string& text,
                                           const std::string& advice) {
  auto receipt = told(recipe_transmitter::Outcome::uncertain,
                      std::string(recipe_transmitter::person_may_decide), text, advice);
  receipt.nre = number;
  return receipt;
}

/// A person is asked whether the recipe under `number` is the one in doubt.
inline recipe_transmitter::Receipt candidate_of_a_person(const Nre& number,
                                                         const std::string& text) {
  return told_of(number, text,
                 "cercarla nel sito Sistema TS: se è proprio questa, e di questo assistito, "
                 "scegliere «C'è al SAC»; se è di un altro o è un'altra ricetta, «Non c'è»");
}

}  // namespace curante::sac
