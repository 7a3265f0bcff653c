// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "allergies.hpp"
#include "condition.hpp"
#include "facts.hpp"
#include "substance_history.hpp"

namespace curante::prescribing {

/// A line of the draft and what belongs to it; of the draft itself all of these are empty.
struct LineScope {
  const Facts& facts;
  const DraftLine& line;
  const formulary::Drug* drug = nullptr;
  const terminology::OutpatientService* service = nullptr;
  size_t index = 0;
  SubstanceHistory history{};
  AllergyTexts allergies{};
  // Of the draft:
  std::string uncompared{};        ///< allergies that were looked for by name only
  std::string unexempt{};          ///< lines that are under no exemption
  std::string unknown_branches{};  ///< lines of services that may share a recipe
  std::string valid_exemptions{};  ///< that the patient has today
};

/// A value that rules may ask for by name: all that C++ knows about prescribing.
struct NamedFact {
  std::string_view name;  ///< "line.quantity"
  FactKind kind;
  Value (*read)(const LineScope& scope);
};

/// Every one, in a fixed order. data/README.md says what each means.
std::span<const NamedFact> named_facts();

/// Their values on the draft itself, where lines and drugs are empty.
Values draft_values(const Facts& facts, const Allergens& allergens);
/// Their values on the line with this index.
Values line_values(const Facts& facts, const Allergens& allergens, size_t index);

}  // namespace curante::prescribing
