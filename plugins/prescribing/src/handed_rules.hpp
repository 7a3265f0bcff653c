// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "prescribing.hpp"
#include "rule_table.hpp"

namespace curante::prescribing {

/// Rules, and why they are not the installed ones; of these the problem is empty.
struct HandedRules {
  RuleTable table;
  std::string problem;

  RulesInForce in_force() const { return {table.set().name, table.set().version, problem}; }
};

/// The rules this host prescribes by: the package that the host verified and hands over as the
/// setting `rules` (plugin.info, `data`), which is the installed one, or the last good one when
/// that was refused. Without any, or when it cannot be read, those of this release, which stand in
/// the library and are vouched for with it. Why it is not the installed one goes to the log, and to
/// whoever asks with GetRules.
HandedRules handed_rules(const Host& host);

}  // namespace curante::prescribing
