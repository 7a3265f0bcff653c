// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "identities.hpp"
#include "outcomes.hpp"
#include "state/recipe.hpp"

namespace sistema_ts {

/// What the service says about an electronic white recipe that `caller` sends. `patient` is the
/// decrypted code, empty if none. Which drug is a narcotic, of which class, and whether it may be
/// repeated, stands in `data/white_drugs.csv`.
Outcomes judge_white(const Fields& header, const std::vector<Fields>& rows,
                     const std::string& patient, const Identity& caller, const OutcomeTable& table);

}  // namespace sistema_ts
