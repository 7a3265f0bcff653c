// SPDX-License-Identifier: Apache-2.0
#include "handed_rules.hpp"

#include <fmt/format.h>

#include "prescribing_rules.hpp"

namespace curante::prescribing {

RuleTable handed_rules(const Host& host) {
  const std::string problem = host.setting("rules_problem"), text = host.setting("rules");
  if (!problem.empty()) host.error("the installed package of rules was refused: " + problem);
  try {
    if (!text.empty()) {
      RuleTable rules(read_rules(text, "rules"));
      host.info(fmt::format("rules {} {}", rules.set().name, rules.set().version));
      return rules;
    }
  } catch (const Error& e) {
    host.error(fmt::format("{} [{}]: {}", e.message(), e.code(), e.remedy()));
  }
  RuleTable own(embedded::prescribing_rules());
  if (!problem.empty() || !text.empty()) {
    host.error(fmt::format("prescribing by the rules of the release: {} {}", own.set().name,
                           own.set().version));
  }
  return own;
}

}  // namespace curante::prescribing
