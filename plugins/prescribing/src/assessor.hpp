// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings.hpp"

namespace curante::prescribing {

/// What all rules together say of a draft. Pure: judges the facts it is given.
Assessment assess(const RuleTable& rules, const Facts& facts);

/// True when the draft goes on in spite of this finding, with a reason that is long enough for it.
bool overridden(const RuleTable& rules, const Facts& facts, const Finding& finding);

/// What a limit of the package says of one line. Throws Error{"rule-missing"} when none holds.
Limit line_limit(const RuleTable& rules, const Facts& facts, size_t index, std::string_view limit);

}  // namespace curante::prescribing
