// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "rule_table.hpp"

namespace curante::prescribing {

/// Who prescribes: `holder` owns the recipe; `substitute` when a substitute wrote it.
struct Prescriber {
  Id account;  ///< of the author, whose credentials send the recipe
  accounts::Doctor holder;
  std::optional<accounts::Doctor> substitute;
};

/// A recipe ready to be kept and sent: what we keep of it and what the channel gets.
struct ComposedRecipe {
  std::vector<Line> lines;
  recipe_transmitter::Recipe sent;
  bool electronic = true;     ///< else on paper: no channel gets it
  std::string delivery = "print";  ///< of an electronic one: how it gets to the patient

  State first_state() const { return electronic ? State::waiting : State::printed; }
};

/// Turns a draft and its plan into recipes with new random ids. `written_at` is local time. What a
/// white recipe says of its lines is what the rules allow, whatever the screen proposed: it is
/// written here once, and who prints or sends the recipe repeats it.
/// Throws Error{"rule-missing"} when the rules do not say how long, or how often.
std::vector<ComposedRecipe> compose(const RuleTable& rules, const Facts& facts,
                                    const std::vector<PlannedRecipe>& plan,
                                    const Prescriber& prescriber, const std::string& written_at);

/// A random UUID, version 4.
Id new_id();

}  // namespace curante::prescribing
