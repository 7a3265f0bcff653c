// SPDX-License-Identifier: Apache-2.0
#include "assessor.hpp"

#include <algorithm>

#include "judgement.hpp"
#include "recipe_split.hpp"

namespace curante::prescribing {
namespace {

void tell_unknown(const Facts& facts, Findings& out) {
  for (const LineDrug& it : facts.drugs) {
    if (it.problem) out.push_back(*it.problem);
  }
  for (const LineService& it : facts.services) {
    if (it.problem) out.push_back(*it.problem);
  }
}

std::vector<WhiteLine> white_lines(const Judgement& judgement,
                                   const std::vector<PlannedRecipe>& plan) {
  std::vector<WhiteLine> white;
  for (const PlannedRecipe& recipe : plan) {
    if (recipe.kind != recipe_transmitter::RecipeKind::white) continue;
    for (const int32_t number : recipe.lines) {
      const bool known = std::any_of(white.begin(), white.end(),
                                     [&](const WhiteLine& it) { return it.line == number; });
      if (known) continue;  // its packs stand on several recipes
      const auto index = static_cast<size_t>(number - 1);
      white.push_back({number, judgement.is("is.repeatable", judgement.line(index))});
    }
  }
  return white;
}

}  // namespace

Assessment assess(const RuleTable& rules, const Facts& facts) {
  Assessment assessment;
  const Judgement judgement(rules, facts);
  tell_unknown(facts, assessment.findings);
  for (const Judgement::Fired& fired : judgement.fired()) {
    assessment.findings.push_back(judgement.finding(fired));
  }
  assessment.recipes = split(judgement);
  assessment.white_lines = white_lines(judgement, assessment.recipes);
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
  int32_t least = 1;
  for (const Rule& rule : rules.set().rules) {
    if (rule.code == finding.code) least = std::max(least, rule.reason_letters);
  }
  return std::any_of(
      facts.draft.overrides.begin(), facts.draft.overrides.end(), [&](const Override& given) {
        const auto letters = std::count_if(given.reason.begin(), given.reason.end(),
                                           [](unsigned char c) { return c > ' '; });
        return given.code == finding.code && given.line == finding.line && letters >= least;
      });
}

Limit line_limit(const RuleTable& rules, const Facts& facts, size_t index, std::string_view limit) {
  const Judgement judgement(rules, facts);
  return judgement.limit(judgement.limit_named(limit), judgement.line(index));
}

}  // namespace curante::prescribing
