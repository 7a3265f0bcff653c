// SPDX-License-Identifier: Apache-2.0
#include "list_codes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "assessor.hpp"
#include "prescribing_rules.hpp"
#include "recipe_composer.hpp"

namespace curante::prescribing {
namespace {

const std::vector<ListCode>& codes() {
  static const std::vector<ListCode> all = read_list_codes(LIST_CODES);
  return all;
}
const RuleTable& package() {
  static const RuleTable table(embedded::prescribing_rules());
  return table;
}

/// As in a row: `income` behind it when the recipe is exempt for income.
std::string said(const RuleCase& it) {
  const Facts facts = facts_of(it.given);
  RuleCase bare = it;
  bare.limits.clear();
  std::string text = said_of(package().set(), bare);
  if (package().exemption_is("income", facts.draft.exemption, facts.today)) text += " income";
  const RuleTable rules(as_given(package().set(), it.given));
  for (const auto& [name, value] : it.limits) {
    text += " " + name + "=" + std::to_string(line_limit(rules, facts, 0, name).value);
  }
  return text;
}

bool has_case(const std::string& list, const std::string& code) {
  return std::any_of(codes().begin(), codes().end(), [&](const ListCode& it) {
    return it.of_it && it.list == list && it.code == code;
  });
}

}  // namespace

/// No code can be taken out of a list, or narrowed, and none beside it let in.
TEST(ListCodes, EachIsSaidWhatItsRowSays) {
  ASSERT_GT(codes().size(), 150u);
  for (const ListCode& it : codes()) {
    const std::string where = it.list + " " + it.code + ", row " + std::to_string(it.rule_case.row);
    if (it.of_it) {
      EXPECT_EQ(said(it.rule_case), wanted_of(it.rule_case)) << where;
    } else {
      EXPECT_NE(said(it.rule_case), wanted_of(it.rule_case)) << where << " is not of the list";
    }
  }
}

TEST(ListCodes, EveryCodeOfThePackageHasItsCase) {
  const RuleSet& set = package().set();
  for (const CodeList& list : set.lists) {
    const std::string& name = set.list_names[list.name];
    for (const std::string& code : list.items) EXPECT_TRUE(has_case(name, code)) << name << code;
    for (const auto& [first, last] : list.ranges) {
      const auto at = [&](const std::string& end) {
        return std::any_of(codes().begin(), codes().end(), [&](const ListCode& it) {
          return it.of_it && it.list == name && it.code.starts_with(end);
        });
      };
      EXPECT_TRUE(at(first) && at(last)) << name << " " << first << "-" << last;
    }
  }
}

/// What the screen tells the doctor, what the recipe says to whoever prints it, and what forbids
/// the electronic channel come from one package: they cannot differ.
TEST(ListCodes, OfTableEAreLimitedOnTheScreenAndOnTheRecipeAlike) {
  int seen = 0;
  for (const ListCode& it : codes()) {
    if (it.list != "table-e" || !it.of_it) continue;
    ++seen;
    const Facts facts = facts_of(it.rule_case.given);
    const Assessment assessment = assess(package(), facts);
    const auto told =
        std::find_if(assessment.findings.begin(), assessment.findings.end(),
                     [](const auto& one) { return one.code == "white-psychotropic"; });
    ASSERT_NE(told, assessment.findings.end()) << it.code;
    const auto recipes = compose(package(), facts, assessment.recipes, {}, "2026-11-23 10:00:00");
    ASSERT_EQ(recipes.size(), 1u);
    EXPECT_FALSE(recipes[0].electronic) << it.code;
    const auto& sent = recipes[0].sent.lines.at(0);
    EXPECT_TRUE(sent.never_electronic) << it.code;
    EXPECT_TRUE(sent.repeatable);
    EXPECT_EQ(sent.validity_days, 30);
    EXPECT_EQ(sent.dispensings, 3);
    EXPECT_EQ(recipes[0].lines.at(0).validity_days, sent.validity_days);
    EXPECT_EQ(recipes[0].lines.at(0).dispensings, sent.dispensings);
    EXPECT_NE(told->text.find("valida 30 giorni, al massimo 3 volte"), std::string::npos);
  }
  EXPECT_GE(seen, 7);
}

}  // namespace curante::prescribing
