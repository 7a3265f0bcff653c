// SPDX-License-Identifier: Apache-2.0
#include "assessor.hpp"

#include <algorithm>

#include "recipe_split.hpp"

namespace curante::prescribing {

Assessment assess(const RuleTable& rules, const Facts& facts) {
  Assessment assessment;
  judge_patient(rules, facts, assessment.findings);
  judge_lines(rules, facts, assessment.findings);
  judge_allergies(rules, facts, assessment.findings);
  judge_duplicates(rules, facts, assessment.findings);
  assessment.recipes = split(rules, facts, assessment.findings);
  // What stops comes first, then what must be confirmed.
  std::stable_sort(assessment.findings.begin(), assessment.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  assessment.can_issue = std::all_of(
      assessment.findings.begin(), assessment.findings.end(), [&](const Finding& finding) {
        return finding.severity == Severity::info ||
               (finding.severity == Severity::confirm && overridden(rules, facts, finding));
      });
  return assessment;
}

bool overridden(const RuleTable& rules, const Facts& facts, const Finding& finding) {
  const bool severe = finding.code.find("-severe") != std::string::npos;
  const int32_t least =
      severe ? rules.limit("severe-override-length", circumstances(facts)).value : 1;
  return std::any_of(
      facts.draft.overrides.begin(), facts.draft.overrides.end(), [&](const Override& given) {
        const auto letters = std::count_if(given.reason.begin(), given.reason.end(),
                                           [](unsigned char c) { return c > ' '; });
        return given.code == finding.code && given.line == finding.line && letters >= least;
      });
}

}  // namespace curante::prescribing
