// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"

namespace curante::prescribing {

struct RecipeView;

/// Prints a white recipe that waits or was refused as the doctor's own paper instead: it leaves the
/// electronic way for good, and is `printed` from then on; its paper follows as `document`. Asked again,
/// answers what became of it. Throws "recipe-uncertain" while nobody knows whether the service has it,
/// or, since the database came back from a copy, whether it is on paper already;
/// "recipe-not-printable", "recipe-unknown", "recipe-misdated" of one that a clock dated that was
/// behind, "clock-behind" while the clock is wrong and may have dated it, "patient-mismatch".
struct GoOnAsPaper {
  using Reply = RecipeView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
};
CURANTE_DESCRIBE(GoOnAsPaper, recipe);

}  // namespace curante::prescribing
