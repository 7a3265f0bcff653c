// SPDX-License-Identifier: Apache-2.0
#include "handed_rules.hpp"

#include <fmt/format.h>

#include "prescribing_rules.hpp"

namespace curante::prescribing {

HandedRules handed_rules(const Host& host) {
  std::string problem = host.setting("rules_problem");
  const std::string text = host.setting("rules");
  if (!problem.empty()) host.error("the installed package of rules was refused: " + problem);
  try {
    if (!text.empty()) {
      HandedRules handed{RuleTable(read_rules(text, "rules")), problem};
      const RuleSet& set = handed.table.set();
      host.info(fmt::format("rules {} {}", set.name, set.version));
      return handed;
    }
  } catch (const Error& e) {
    const std::string unread = fmt::format("{} [{}]: {}", e.message(), e.code(), e.remedy());
    host.error(unread);
    problem += (problem.empty() ? "" : "\n") + unread;
  }
  HandedRules own{RuleTable(embedded::prescribing_rules()), problem};
  if (!problem.empty()) {
    host.error(fmt::format("prescribing by the rules of the release: {} {}", own.table.set().name,
                           own.table.set().version));
  }
  return own;
}

}  // namespace curante::prescribing
