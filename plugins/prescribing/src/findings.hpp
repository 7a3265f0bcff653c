// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "facts.hpp"
#include "rule_table.hpp"

/// The rules, each group in a source file of its own. All are pure: same facts, same findings.
namespace curante::prescribing {

using Findings = std::vector<Finding>;

/// Quantity, reimbursement class, AIFA note, "not replaceable": what one line must fulfil.
void judge_lines(const RuleTable& rules, const Facts& facts, Findings& out);
/// Allergies and intolerances of the patient against the drugs of the draft. Never silent.
void judge_allergies(const RuleTable& rules, const Facts& facts, Findings& out);
/// The same substance prescribed lately, twice in the draft, or running as a therapy already.
void judge_duplicates(const RuleTable& rules, const Facts& facts, Findings& out);
/// The patient: on the list, exempt, with what the service needs to know of them.
void judge_patient(const RuleTable& rules, const Facts& facts, Findings& out);

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
