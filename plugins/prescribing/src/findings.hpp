// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "facts.hpp"
#include "rule_table.hpp"

namespace curante::prescribing {

using Findings = std::vector<Finding>;

inline Circumstances circumstances(const Facts& facts) {
  return {facts.today, facts.region, facts.draft.exemption};
}
inline int32_t line_number(size_t index) {
  return static_cast<int32_t>(index + 1);
}
inline std::string drug_text(const formulary::Drug& drug) {
  return drug.pack.empty() ? drug.name : drug.name + " " + drug.pack;
}

}  // namespace curante::prescribing
