// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/embedded.hpp"
#include "rule_set.hpp"

namespace curante::prescribing {

/// On what day and in what region a rule is asked for.
struct Circumstances {
  Date day;
  std::string region;     ///< 3 digits
  std::string exemption;  ///< code on the recipe, or empty
};

/// A number that a rule sets, and where the rule comes from.
struct Limit {
  int32_t value = 0;
  std::string source;
};

/// The prescribing rules as dated data: which hold on a day, in a region. Immutable after
/// construction, so safe from any thread.
///
/// Rationale: prescribing rules move, and sources conflict (DOMAIN, fact 3). A rule whose certainty
/// is not proven stands in the package switched off, until a newer package switches it on.
class RuleTable {
 public:
  explicit RuleTable(RuleSet set) : set_(std::move(set)) {}
  /// Of the one package among these files. Throws Error{"rules-malformed"} naming file and line.
  explicit RuleTable(EmbeddedFiles files);

  const RuleSet& set() const { return set_; }
  /// The largest number that `limit` allows whatever the line. Throws Error{"rule-missing"} when
  /// none holds.
  Limit limit(std::string_view limit, const Circumstances& when) const;
  /// Whether the code is of a list of exemptions: "chronic", "rare", "income".
  bool exemption_is(std::string_view list, std::string_view code, Date day) const;

 private:
  RuleSet set_;
};

}  // namespace curante::prescribing
