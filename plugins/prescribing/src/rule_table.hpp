// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curante/embedded.hpp"
#include "curante/moment.hpp"
#include "formulary.hpp"

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
/// is not proven stands in the table switched off, until a newer table switches it on.
class RuleTable {
 public:
  /// Reads rules.csv, exemption_kinds.csv, allergy_classes.csv and allergy_names.csv. Throws
  /// Error{"rules-malformed"} naming file and line.
  explicit RuleTable(EmbeddedFiles files);

  /// The largest number that `rule` allows. Throws Error{"rule-missing"} when none holds.
  Limit limit(std::string_view rule, const Circumstances& when) const;
  /// The same for one drug: rules for its ATC class, its units or its form apply too.
  Limit limit(std::string_view rule, const Circumstances& when, const formulary::Drug& drug) const;

  bool exemption_is(std::string_view kind, std::string_view code, Date day) const;
  /// ATC prefixes of every class that a text names, in itself or by one of its substances
  /// ("allergia a penicillina e derivati", "FANS (ketoprofene)"); empty when it names none. Some
  /// classes are to be avoided only after a `severe` reaction.
  std::vector<std::string> allergy_classes(std::string_view text, bool severe) const;

 private:
  struct Rule {
    std::string name, atc, exemption_kind, form, region, source;
    int32_t value = 0;
    int32_t units_max = 0;  ///< 0: whatever the number of doses
    Date from;
    std::optional<Date> to;
  };
  struct ExemptionKind {
    std::string kind, first, last;
    Date from;
    std::optional<Date> to;
  };
  struct AllergyClass {
    std::string name, atc;
    bool only_after_severe = false;
  };
  struct AllergyName {
    std::vector<std::string> words;
    std::string of_class;
  };

  Limit largest(std::string_view name, const Circumstances& when,
                const formulary::Drug* drug) const;
  bool holds(const Rule& rule, const Circumstances& when, const formulary::Drug* drug) const;

  std::vector<Rule> rules_;
  std::vector<ExemptionKind> exemption_kinds_;
  std::vector<AllergyClass> allergy_classes_;
  std::vector<AllergyName> allergy_names_;
};

}  // namespace curante::prescribing
