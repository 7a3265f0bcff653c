// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "judgement.hpp"

namespace curante::prescribing {

/// Shares the lines of a draft out to recipes as the package's blocks `recipe`, `split` and `fill`
/// say; lines keep their order, and stay whole unless one alone is too much. Sessions that a row
/// does not hold stand on several rows: so the specification of 5 Dec 2024 (N.SEDUTE) writes a
/// cycle that goes on. Lines that cannot be sent (unknown, quantity out of range, of no kind of
/// recipe) are left out.
std::vector<PlannedRecipe> split(const Judgement& judgement);

}  // namespace curante::prescribing
