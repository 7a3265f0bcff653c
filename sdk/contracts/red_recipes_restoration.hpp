// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"

/// What the red pads tell of a database that came back from a copy; of red-recipes/1. Where only
/// red forms were printed since the copy, no number of the transmitter's is missing, and it tells
/// of none; of forms it knows nothing.
namespace curante::red_recipes {

/// The newest restore that this room found by its own file; without `found` when there is none. By
/// that file forms were used since the copy, or nobody can say that none was: what waits in it may
/// be on a form, though by the copy the practice never used one.
///
/// The transmitter may tell of the same restore, by another `found`: nobody can say whether it is
/// the same, or a second copy since. Who waits for them follows each `found` of either once, this
/// room's first.
struct LastRestored {
  using Reply = recipe_transmitter::Restoration;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(LastRestored);

/// Event: this room found by its own file that the database came back from a copy. It may be lost
/// with its host: see `LastRestored`.
struct DatabaseRestored {
  static constexpr std::string_view id = "red-recipes-restored/1";
  Instant found;
};
CURANTE_DESCRIBE(DatabaseRestored, found);

}  // namespace curante::red_recipes
