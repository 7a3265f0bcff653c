// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/id.hpp"

/// What of the recipes is not settled; of prescribing/1.
namespace curante::prescribing {

struct OpenList;
struct RecipeView;

/// What is not settled, of whatever day.
struct ListOpen {
  using Reply = OpenList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  Id concerns;         ///< who is their holder or issued them; empty: all
  int32_t limit = 20;  ///< prescriptions, at most 500; 0: only how many
};
CURANTE_DESCRIBE(ListOpen, concerns, limit);

/// Says of a refused recipe, or of one whose withdrawal was refused, that nothing is left to do: it
/// needs no hand until it changes again. Its holder says so, who issued it, or who signs for the holder
/// today: "recipe-of-another" to others. That it needs one again, any doctor may say. Throws
/// "recipe-changed" where it is no longer as it was looked at, "recipe-not-settled" of any other,
/// "recipe-unknown".
struct MarkSeen {
  using Reply = RecipeView;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.issue";
  Id recipe;
  bool seen = true;  ///< false: it needs a hand again
  std::optional<Instant> changed = {};  ///< as it was looked at; missing: as it stands now
};
CURANTE_DESCRIBE(MarkSeen, recipe, seen, changed);

}  // namespace curante::prescribing
