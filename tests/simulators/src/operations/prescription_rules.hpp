// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "identities.hpp"
#include "outcomes.hpp"
#include "state/recipe.hpp"

namespace sistema_ts {

/// What the service says about the doctors named in a recipe that `caller` sends.
Outcomes judge_doctors(const Fields& header, const Identity& caller, const Identities& identities,
                       const OutcomeTable& table);

/// What it says about the other header fields. `patient` is the decrypted code, empty if none.
Outcomes judge_header(const Fields& header, const std::string& patient, const OutcomeTable& table);

/// What it says about the prescriptions, one by one.
Outcomes judge_rows(const std::string& kind, const std::vector<Fields>& rows,
                    const OutcomeTable& table);

}  // namespace sistema_ts
