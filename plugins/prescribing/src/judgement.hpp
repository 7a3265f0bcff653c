// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "findings.hpp"
#include "rule_table.hpp"

namespace curante::prescribing {

/// A draft in the light of a package: the value of every fact on it and on each of its lines, and
/// what counts on its day and in its region. Refers to both; lives shorter than they.
class Judgement {
 public:
  Judgement(const RuleTable& rules, const Facts& facts);

  const RuleSet& set() const { return set_; }
  const Facts& facts() const { return facts_; }
  const Values& draft() const { return draft_; }
  const Values& line(size_t index) const { return lines_.at(index); }
  bool counts(const InForce& force) const { return force.on(facts_.today, facts_.region); }
  Situation situation(const Values& values) const;

  /// Whether a derived fact («is.repeatable») holds; one that the package does not have does not.
  bool is(std::string_view derived, const Values& values) const;

  /// Position of a limit's name. Throws Error{"rule-missing"}.
  size_t limit_named(std::string_view name) const;
  /// The largest number that holds. Throws Error{"rule-missing"} when none does.
  Limit limit(size_t name, const Values& values) const;
  /// The same, none where none holds: what the package may leave open.
  std::optional<Limit> limit_if_any(size_t name, const Values& values) const;

  /// A rule whose condition holds; on line 0 it is said of the whole draft.
  struct Fired {
    const Rule* rule;
    int32_t line;
  };
  std::vector<Fired> fired() const;
  Finding finding(const Fired& fired) const;

 private:
  Values derive(Values values) const;
  bool in_list(size_t list, std::string_view code) const;

  const RuleSet& set_;
  const Facts& facts_;
  Values draft_;
  std::vector<Values> lines_;
};

}  // namespace curante::prescribing
