// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sample_facts.hpp"

namespace curante::prescribing {

/// A row of rule_cases.txt: what is prescribed, and exactly what the rules say of it.
struct RuleCase {
  int row = 0;
  std::string given;
  std::string finds;    ///< codes in the order of the package, "-" for none
  std::string recipes;  ///< "drugs[1x2 2x1] white~[3x1]"; ~ is paper, a letter the priority
  std::map<std::string, int32_t> limits;  ///< of the first line
};

/// Fails the test that calls it when the file cannot be read.
std::vector<RuleCase> read_rule_cases(const std::string& path);
/// The facts that `given` describes. A word of it is `drug=NAME`, `service=CODE`, or changes the
/// draft, the patient, or the line before it.
Facts facts_of(const std::string& given);
/// What the package says, written as in a row.
std::string shape_of(const std::vector<PlannedRecipe>& recipes);

}  // namespace curante::prescribing
