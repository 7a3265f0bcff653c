// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "findings.hpp"

namespace curante::prescribing {

/// Shares the lines of a draft out to recipes: no recipe has more packs, or more different drugs,
/// than its rules allow; lines keep their order, and stay whole unless one alone is too much.
/// Lines that cannot be sent (unknown pack, quantity out of range) are left out. Adds an `info` for
/// each line that had to be divided.
std::vector<PlannedRecipe> split(const RuleTable& rules, const Facts& facts, Findings& findings);

}  // namespace curante::prescribing
