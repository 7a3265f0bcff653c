// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "prescribing.hpp"
#include "red_recipes.hpp"

namespace curante::prescribing {

/// What a person must know of a recipe's red form, and what to do.
struct RedTroubleSaid {
  RedTrouble trouble = RedTrouble::none;
  std::string problem;  ///< in Italian; empty when all is well or under way
};
RedTroubleSaid red_trouble(const red_recipes::Form& form);

/// As the column holds it: empty for none.
std::string red_trouble_name(RedTrouble trouble);

}  // namespace curante::prescribing
