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

}  // namespace curante::sac
