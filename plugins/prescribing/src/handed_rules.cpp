// SPDX-License-Identifier: Apache-2.0
#include "handed_rules.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "prescribing_rules.hpp"

namespace curante::prescribing {

namespace {

using Version = std::array<int, 3>;

/// Of "2026.11.28". What is no version is older than any.
Version version_of(const std::string& text) {
  Version version{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int& part : version) {
    const auto read = std::from_chars(at, end, part);
    if (read.ec != std::errc()) return {};
    at = read.ptr == end ? end : read.ptr + 1;
  }
  return version;
}

/// A package of before this program may lack what it asks for, and then nothing that stands on that
/// can be prescribed: what it says newer ones say too.
bool is_older(const RuleSet& handed, const RuleSet& own) {
  return handed.name == own.name && version_of(handed.version) < version_of(own.version);
}

std::string too_old(const RuleSet& handed, const RuleSet& own) {
  return fmt::format(
      "il pacchetto di regole installato ({} {}) è più vecchio di questo programma, che ha con sé "
      "il "
      "{}: valgono le regole del programma. Installare il pacchetto nuovo ({}.rules e {}.rules.sig "
      "in share/curante/data) e farlo prendere con «curante plugins replace curante.prescribing» "
      "[rules-older]",
      handed.name, handed.version, own.version, own.name, own.name);
}

}  // namespace

HandedRules handed_rules(const Host& host) {
  std::string problem = host.setting("rules_problem");
  const std::string text = host.setting("rules");
  if (!problem.empty()) host.error("the installed package of rules was refused: " + problem);
  try {
    if (!text.empty()) {
      HandedRules handed{RuleTable(read_rules(text, "rules")), problem};
      const RuleSet& set = handed.table.set();
      const RuleTable own(embedded::prescribing_rules());
      if (!is_older(set, own.set())) {
        host.info(fmt::format("rules {} {}", set.name, set.version));
        return handed;
      }
      const std::string old = too_old(set, own.set());
      host.error(old);
      problem += (problem.empty() ? "" : "\n") + old;
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
