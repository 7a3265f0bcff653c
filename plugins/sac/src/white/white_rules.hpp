// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "recipe_transmitter.hpp"

namespace curante::sac::white {

/// What may never go out as an electronic white recipe: a second line behind the prescriber's own
/// rules, so that no mistake of theirs becomes a recipe that no pharmacy may honour.
/// Narcotics are known by what the recipe itself says of its lines, which comes from the package of
/// prescribing rules: a second list here would come to differ from that one.
class WhiteRules {
 public:
  /// All that stands against sending it; nothing when it may go.
  std::optional<recipe_transmitter::Receipt> refusal(
      const recipe_transmitter::Recipe& recipe) const;

 private:
  std::vector<recipe_transmitter::Reason> of_line(const recipe_transmitter::RecipeLine& line,
                                                  int32_t number) const;
};

}  // namespace curante::sac::white
