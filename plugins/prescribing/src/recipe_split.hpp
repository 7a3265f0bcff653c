// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "judgement.hpp"

namespace curante::prescribing {

/// Shares the lines of a draft out to recipes as the package's blocks `recipe`, `split` and `fill`
/// say; lines keep their order, and stay whole unless one alone is too much. A cycle is one row
/// whatever its sessions: several rows are several cycles (specification of 5 Dec 2024, N.SEDUTE),
/// so only a package that says what a row holds parts it. Lines that cannot be sent (unknown,
/// quantity out of range, of no kind of recipe) are left out.
std::vector<PlannedRecipe> split(const Judgement& judgement);

}  // namespace curante::prescribing
