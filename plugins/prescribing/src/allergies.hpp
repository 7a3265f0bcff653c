// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts.hpp"

namespace curante::prescribing {

/// A class of substances that are avoided together.
struct Allergen {
  std::vector<std::vector<std::string>> names;  ///< each by the stems of its words
  std::vector<std::string> atc;                 ///< prefixes
  std::vector<std::string> atc_after_severe;    ///< to be avoided only after a severe reaction
};
using Allergens = std::vector<Allergen>;

/// ATC prefixes of every class that a text names, in itself or by one of its substances ("allergia
/// a penicillina e derivati", "FANS (ketoprofene)"); empty when it names none.
std::vector<std::string> allergen_prefixes(const Allergens& known, std::string_view text,
                                           bool severe);

/// The patient's entries that concern a drug, in words; each is empty when there is none.
struct AllergyTexts {
  std::string allergy, severe_allergy, intolerance, severe_intolerance;
};
AllergyTexts allergies_to(const Facts& facts, const Allergens& known, const formulary::Drug& drug);

/// Entries that could only be looked for in the names of the draft's drugs, and were not found:
/// whoever prescribes must know that silence says little of them.
std::string uncompared_allergies(const Facts& facts, const Allergens& known);

}  // namespace curante::prescribing
