// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "rule_set.hpp"
#include "sample_facts.hpp"

namespace curante::prescribing {

/// A row of rule_cases.txt: what is prescribed, and exactly what the rules say of it.
struct RuleCase {
  int row = 0;
  std::string given;
  std::string finds;    ///< names in the order of the package with their marks, "-" for none
  std::string recipes;  ///< "drugs[1x2 2x1] white~[3x1]"; ~ is paper, a letter the priority
  std::map<std::string, int32_t> limits;  ///< of the first line
};

/// "NAME=VALUE …" as numbers by name.
std::map<std::string, int32_t> limits_of(const std::string& text);
/// Fails the test that calls it when the file cannot be read.
std::vector<RuleCase> read_rule_cases(const std::string& path);
/// The facts that `given` describes. A word of it is `drug=NAME`, `service=CODE`, or changes the
/// draft, the patient, or the line before it; `with=NAME` is of the package, `with=NAME:VALUE` of one
/// of the limits with a name.
Facts facts_of(const std::string& given);
/// The package with what `given` switches on: every block that it names after `with=`.
RuleSet as_given(RuleSet set, const std::string& given);
/// How a rule stands in a row: its name, and a mark for what it asks.
std::string marked(const Rule& rule);
/// What a package says of a case, written as a row is: "finds | recipes limit=value".
std::string said_of(const RuleSet& set, const RuleCase& it);
/// What its row wants it to say.
std::string wanted_of(const RuleCase& it);

}  // namespace curante::prescribing
