// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>

#include "assessor.hpp"
#include "judgement.hpp"
#include "prescribing_rules.hpp"
#include "recipe_split.hpp"
#include "rule_cases.hpp"

namespace curante::prescribing {
namespace {

const std::vector<RuleCase>& cases() {
  static const std::vector<RuleCase> all = read_rule_cases(RULE_CASES);
  return all;
}
const RuleSet& package() {
  static const RuleTable table(embedded::prescribing_rules());
  return table.set();
}

/// What the package says of a case; an error when it has nothing to say any more.
std::string said_or_error(const RuleSet& set, const RuleCase& it) {
  try {
    return said_of(set, it);
  } catch (const Error& e) {
    return e.code();
  }
}

/// All of it: with the texts of each recipe, and what a recipe says of the exemption.
std::vector<std::string> all_said(const RuleSet& set) {
  std::vector<std::string> all;
  for (const RuleCase& it : cases()) {
    std::string& said = all.emplace_back(said_or_error(set, it));
    const RuleTable rules(as_given(set, it.given));
    const Facts facts = facts_of(it.given);
    said += rules.exemption_is("income", facts.draft.exemption, facts.today) ? " income" : "";
    if (said.starts_with("rule-missing")) continue;
    for (const auto& recipe : split(Judgement(rules, facts))) said += " | " + recipe.reason;
  }
  return all;
}

template <class Block>
void switch_on(std::vector<Block>& blocks) {
  for (Block& block : blocks) block.force.applied = true;
}

void switch_on_fills_of(RuleSet& set, size_t limit) {
  for (FillRule& fill : set.fills) fill.force.applied |= fill.limit == limit;
}

/// Switches each block of a kind off, or on when it is off, and names those that no case misses.
/// What is off may rest on lists that are off, and they on rules: those are switched on together.
template <class Block>
std::string unnoticed(std::vector<Block> RuleSet::*blocks,
                      const std::function<std::string(const Block&)>& name) {
  constexpr bool lists = std::is_same_v<Block, CodeList>;
  RuleSet unproven = package();
  lists ? switch_on(unproven.rules) : switch_on(unproven.lists);
  const auto said = all_said(package()), said_unproven = all_said(unproven);
  std::string missing;
  for (size_t i = 0; i < (package().*blocks).size(); ++i) {
    const bool on = (package().*blocks)[i].force.applied;
    RuleSet changed = on ? package() : unproven;
    (changed.*blocks)[i].force.applied = !on;
    if constexpr (std::is_same_v<Block, LimitRule>) {
      // A limit counts only where something is filled up to it, and that may be off with it.
      if (!on) switch_on_fills_of(changed, (changed.*blocks)[i].name);
    }
    if (all_said(changed) == (on ? said : said_unproven))
      missing += name((package().*blocks)[i]) + "\n";
  }
  return missing;
}

}  // namespace

TEST(RuleCases, SayWhatTheTableSays) {
  ASSERT_GT(cases().size(), 50u);
  for (const RuleCase& it : cases()) {
    EXPECT_EQ(said_or_error(package(), it), wanted_of(it)) << "row " << it.row << ": " << it.given;
  }
}

/// What is marked stops the draft, or until it is confirmed; what is not lets it go.
TEST(RuleCases, IssueOnlyWhereNothingThatSpeaksIsMarked) {
  for (const RuleCase& it : cases()) {
    const Assessment assessment =
        assess(RuleTable(as_given(package(), it.given)), facts_of(it.given));
    EXPECT_EQ(assessment.can_issue, it.finds.find_first_of("!?") == std::string::npos)
        << "row " << it.row << ": " << it.given;
    EXPECT_EQ(assessment.findings.empty(), it.finds == "-") << "row " << it.row;
    for (const Finding& finding : assessment.findings) {
      EXPECT_FALSE(finding.text.empty()) << "row " << it.row << ": " << finding.code;
      EXPECT_TRUE(finding.severity == Severity::info || !finding.remedy.empty()) << finding.code;
    }
  }
}

/// Each rule fires in one case and keeps silent in another, and no block of the package could be
/// switched off, or on, without a case that notices it.
TEST(RuleCases, MissNoRuleOfThePackage) {
  EXPECT_EQ(unnoticed<Rule>(&RuleSet::rules, [](const Rule& it) { return it.name; }), "");
  EXPECT_EQ(unnoticed<RecipeRule>(&RuleSet::recipes, [](const auto& it) { return it.name; }), "");
  EXPECT_EQ(unnoticed<SplitRule>(&RuleSet::splits, [](const auto& it) { return it.name; }), "");
  EXPECT_EQ(unnoticed<FillRule>(&RuleSet::fills, [](const auto& it) { return it.name; }), "");
  EXPECT_EQ(unnoticed<LimitRule>(&RuleSet::limits,
                                 [](const LimitRule& it) {
                                   return package().limit_names[it.name] + " " +
                                          std::to_string(it.value);
                                 }),
            "");
  EXPECT_EQ(unnoticed<CodeList>(&RuleSet::lists,
                                [](const CodeList& it) {
                                  return package().list_names[it.name] + " " + it.force.source;
                                }),
            "");
}

TEST(RuleCases, HaveARuleThatFiresAndOneCaseInWhichItDoesNot) {
  std::map<std::string, size_t> fired;
  for (const RuleCase& it : cases()) {
    std::istringstream words(it.finds);
    std::set<std::string> names;
    for (std::string word; words >> word;) names.insert(word.substr(0, word.find_first_of("!?@")));
    for (const std::string& name : names) ++fired[name];
  }
  for (const Rule& rule : package().rules) {
    EXPECT_GE(fired[rule.name], 1u) << rule.name << " is never broken";
    EXPECT_LT(fired[rule.name], cases().size()) << rule.name << " is never kept";
  }
}

/// What is not proven is off, whatever kind of block it is, and each says where it comes from.
template <class Block>
void expect_proven(const std::vector<Block>& blocks,
                   const std::function<std::string(const Block&)>& name) {
  for (const Block& block : blocks) {
    EXPECT_FALSE(block.force.applied && block.force.certainty == 'U') << name(block);
    EXPECT_FALSE(block.force.source.empty()) << name(block);
  }
}

TEST(RuleCases, UnprovenBlocksAreOffAndEveryBlockHasASource) {
  const RuleSet& set = package();
  expect_proven<CodeList>(set.lists, [&](const auto& it) { return set.list_names[it.name]; });
  expect_proven<LimitRule>(set.limits, [&](const auto& it) { return set.limit_names[it.name]; });
  expect_proven<RecipeRule>(set.recipes, [](const auto& it) { return it.name; });
  expect_proven<SplitRule>(set.splits, [](const auto& it) { return it.name; });
  expect_proven<FillRule>(set.fills, [](const auto& it) { return it.name; });
  expect_proven<Rule>(set.rules, [](const auto& it) { return it.name; });
}

TEST(RuleCases, TellTheReasonOfEveryRecipe) {
  const std::pair<const char*, std::vector<const char*>> reasons[] = {
      {"drug=aspirin n=3", {"", "al massimo 2 confezioni per ricetta"}},
      {"exemption=013 drug=aspirin n=4", {"", "al massimo 3 confezioni per ricetta"}},
      {"drug=aspirin exemption=013 drug=amoxicillin own", {"", "va senza esenzione"}},
      {"drug=aspirin drug=amoxicillin held=013 own=013", {"", "va con l'esenzione 013"}},
      {"exemption=013 drug=aspirin drug=amoxicillin drug=statin note=13 with=drugs "
       "with=drugs-per-recipe",
       {"", "al massimo 2 farmaci diversi per ricetta"}},
      {"drug=aspirin drug=amoxicillin class=C",
       {"farmaci a carico del Servizio sanitario",
        "ricetta bianca: la classe C è a carico del paziente"}},
      {"drug=statin white drug=aspirin white",
       {"ricetta bianca: fuori dalle condizioni della nota AIFA 13 è a carico del paziente; "
        "ricetta "
        "bianca: a carico del paziente per scelta del medico"}},
      {"question=dolore service=89.01 service=88.72.2 branches=08",
       {"", "prestazioni di branche diverse non stanno sulla stessa ricetta"}},
      {"question=dolore service=89.01 priority=B service=89.02 priority=D",
       {"", "ha un'altra classe di priorità"}},
      {"drug=statin note=13 drug=aspirin notes=66 note=66 with=note", {"", "ha un'altra nota AIFA"}},
      {"drug=aspirin plan=1 drug=amoxicillin plan=2", {"", "ha un altro piano terapeutico"}},
      {"service=89.01 white",
       {"ricetta bianca di carta: prestazione a carico del paziente per scelta del medico"}},
      {"drug=aspirin white service=89.01 white",
       {"ricetta bianca: a carico del paziente per scelta del medico",
        "ricetta bianca di carta: prestazione a carico del paziente per scelta del medico; "
        "farmaci e prestazioni non stanno sulla stessa ricetta"}},
      {"question=x service=93.11 cyclic sessions=36 service=93.12 cyclic sessions=1",
       {"", "al massimo 36 sedute per ricetta"}},
      {"drug=ceftriaxone n=5 drug=aspirin",
       {"", "ha un proprio limite di confezioni per ricetta (2)"}},
  };
  for (const auto& [given, wanted] : reasons) {
    const RuleTable rules(as_given(package(), given));
    const Assessment assessment = assess(rules, facts_of(given));
    ASSERT_EQ(assessment.recipes.size(), wanted.size()) << given;
    for (size_t i = 0; i < wanted.size(); ++i) EXPECT_EQ(assessment.recipes[i].reason, wanted[i]);
  }
}

}  // namespace curante::prescribing
