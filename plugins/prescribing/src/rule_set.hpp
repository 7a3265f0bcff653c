// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "allergies.hpp"
#include "condition.hpp"
#include "rule_text.hpp"
#include "sentence.hpp"

namespace curante::prescribing {

/// When and where a part of a package counts, and why anybody should believe it.
struct InForce {
  std::string source;
  char certainty = 'U';  ///< V verified, S secondary source, U unverified
  bool applied = false;
  Date from;
  std::optional<Date> to;
  std::vector<std::string> regions;  ///< 3 digits each; none: everywhere

  bool on(Date day, std::string_view region) const;
};

/// What must be said of a line or of the draft when a condition holds.
struct Rule {
  std::string name, code;
  bool on_draft = false;
  Severity severity = Severity::info;
  Condition when;
  Sentence text, remedy;
  int32_t reason_letters = 1;  ///< the least that a reason to go on must have
  InForce force;
};

/// A number; the largest whose condition holds counts.
struct LimitRule {
  size_t name = 0;  ///< position in RuleSet::limit_names
  int32_t value = 0;
  Condition when;
  InForce force;
};

/// Codes, or beginnings of codes, and ranges of them.
struct CodeList {
  size_t name = 0;
  std::vector<std::string> items;
  std::vector<std::pair<std::string, std::string>> ranges;
  InForce force;

  bool holds(std::string_view code) const;
};

/// A kind of recipe; a line goes on the first whose condition holds.
struct RecipeRule {
  std::string name;
  recipe_transmitter::RecipeKind kind = recipe_transmitter::RecipeKind::drugs;
  Condition when, electronic;
  std::optional<Condition> priority;
  Sentence reason;
  bool always_told = false;  ///< also when the draft has no other kind of recipe
  InForce force;
};

/// Lines share a recipe only when they agree in this value.
struct SplitRule {
  std::string name;
  Condition when, by;
  bool common = false;  ///< the value is a list of words: one in common is enough
  Sentence reason;
  InForce force;
};

/// A recipe holds only so much of something. Lines with another limit go on another recipe: the
/// higher limit of one is no permission for its neighbour.
struct FillRule {
  std::string name;
  Condition when, counts;
  size_t limit = 0;
  bool divides = false;  ///< a line that is too much by itself is divided
  /// Limit of what one row of the recipe holds of what is counted: more stands on several rows.
  std::optional<size_t> row;
  Sentence reason;
  Sentence own_limit;  ///< when it is not too much, but has another limit
  InForce force;
};

/// A fact that a package derives from others; stands behind the named facts.
struct DerivedFact {
  std::string name;
  Condition when;
};

/// A package that was understood. Immutable after reading.
struct RuleSet {
  std::string name, version;
  std::vector<std::string> limit_names, list_names;
  std::vector<DerivedFact> derived;
  std::vector<CodeList> lists;
  std::vector<LimitRule> limits;
  std::vector<RecipeRule> recipes;
  std::vector<SplitRule> splits;
  std::vector<FillRule> fills;
  std::vector<Rule> rules;
  Allergens allergens;
};

/// Reads a package as data/README.md describes it. Throws Error{"rules-malformed"} naming `file`
/// and line.
RuleSet read_rules(std::string_view text, const std::string& file);

}  // namespace curante::prescribing
