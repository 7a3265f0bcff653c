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

std::string said_of(const RuleTable& rules, const RuleCase& it) {
  const Facts facts = facts_of(it.given);
  const Judgement judgement(rules, facts);
  std::string said;
  for (const auto& fired : judgement.fired()) {
    said += (said.empty() ? "" : " ") + fired.rule->name;
    if (fired.line > 1) said += "@" + std::to_string(fired.line);
  }
  said = (said.empty() ? "-" : said) + " | " + shape_of(split(judgement));
  for (const auto& [name, value] : it.limits) {
    said += " " + name + "=" + std::to_string(line_limit(rules, facts, 0, name).value);
  }
  return said;
}

std::string wanted_of(const RuleCase& it) {
  std::string wanted = it.finds + " | " + it.recipes;
  for (const auto& [name, value] : it.limits) wanted += " " + name + "=" + std::to_string(value);
  return wanted;
}

/// What the package says of a case; an error when it has nothing to say any more.
std::string said_or_error(const RuleTable& rules, const RuleCase& it) {
  try {
    return said_of(rules, it);
  } catch (const Error& e) {
    return e.code();
  }
}

/// All of it: with the texts of each recipe, and what a recipe says of the exemption.
std::vector<std::string> all_said(const RuleSet& set) {
  const RuleTable rules(set);
  std::vector<std::string> all;
  for (const RuleCase& it : cases()) {
    std::string& said = all.emplace_back(said_or_error(rules, it));
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
    if (all_said(changed) == (on ? said : said_unproven))
      missing += name((package().*blocks)[i]) + "\n";
  }
  return missing;
}

}  // namespace

TEST(RuleCases, SayWhatTheTableSays) {
  ASSERT_GT(cases().size(), 50u);
  const RuleTable rules(embedded::prescribing_rules());
  for (const RuleCase& it : cases()) {
    EXPECT_EQ(said_or_error(rules, it), wanted_of(it)) << "row " << it.row << ": " << it.given;
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
    for (std::string word; words >> word;) names.insert(word.substr(0, word.find('@')));
    for (const std::string& name : names) ++fired[name];
  }
  for (const Rule& rule : package().rules) {
    if (!rule.force.applied) continue;
    EXPECT_GE(fired[rule.name], 1u) << rule.name << " is never broken";
    EXPECT_LT(fired[rule.name], cases().size()) << rule.name << " is never kept";
  }
}

/// A package without a proof of its own stays off, and what counts says where it comes from.
TEST(RuleCases, UnprovenRulesAreOffAndEveryRuleHasASource) {
  for (const Rule& rule : package().rules) {
    EXPECT_FALSE(rule.force.applied && rule.force.certainty == 'U') << rule.name;
    EXPECT_FALSE(rule.force.source.empty()) << rule.name;
  }
}

TEST(RuleCases, TellTheReasonOfEveryRecipe) {
  const RuleTable rules(embedded::prescribing_rules());
  const std::pair<const char*, std::vector<const char*>> reasons[] = {
      {"drug=aspirin n=3", {"", "al massimo 2 confezioni per ricetta"}},
      {"exemption=013 drug=aspirin n=4", {"", "al massimo 3 confezioni per ricetta"}},
      {"drug=aspirin exemption=013 drug=amoxicillin own", {"", "va senza esenzione"}},
      {"drug=aspirin drug=amoxicillin held=013 own=013", {"", "va con l'esenzione 013"}},
      {"exemption=013 drug=aspirin drug=amoxicillin drug=statin note=13",
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
      {"drug=aspirin plan=1 drug=amoxicillin plan=2", {"", "ha un altro piano terapeutico"}},
      {"drug=ceftriaxone n=5 drug=aspirin",
       {"", "ha un proprio limite di confezioni per ricetta (2)"}},
  };
  for (const auto& [given, wanted] : reasons) {
    const Assessment assessment = assess(rules, facts_of(given));
    ASSERT_EQ(assessment.recipes.size(), wanted.size()) << given;
    for (size_t i = 0; i < wanted.size(); ++i) EXPECT_EQ(assessment.recipes[i].reason, wanted[i]);
  }
}

}  // namespace curante::prescribing
