// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"

/// What the red pads tell of a database that came back from a copy; of red-recipes/1. Where only
/// red forms were printed since the copy, no number of the transmitter's is missing, and it tells
/// of none.
namespace curante::red_recipes {

/// The newest restore that this room found by its own file, and that the transmitter does not tell
/// of; without `found` when there is none, and when the transmitter tells of the newest. So each
/// restore is told by one of the two, and who waits for them follows each `found` of either once.
///
/// One that this room finds first, and the transmitter later, is told by the transmitter from then
/// on, and followed again: nobody can say whether it is the same, or a second copy since, and what
/// waits by then may have been sent. Found at one start of a host the two are a moment apart, and
/// the second finds what the first holds.
struct LastRestored {
  using Reply = recipe_transmitter::Restoration;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(LastRestored);

/// Event: this room found by its own file that the database came back from a copy, and the
/// transmitter had not told of it. It may be lost with its host: see `LastRestored`.
struct DatabaseRestored {
  static constexpr std::string_view id = "red-recipes-restored/1";
  Instant found;
};
CURANTE_DESCRIBE(DatabaseRestored, found);

}  // namespace curante::red_recipes
