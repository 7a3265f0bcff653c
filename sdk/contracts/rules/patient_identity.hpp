// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

#include "recipe_transmitter.hpp"

namespace curante::recipe_transmitter {

/// Kinds of patient whom no codice fiscale names on a recipe of the SSN: "il campo non va compilato
/// per i soggetti stranieri, per i quali esiste l'apposita sezione". Source: technical specification
/// of 5 Dec 2024, codiceAss and tipoRic.
inline bool insured_abroad(std::string_view kind) {
  constexpr std::string_view kinds[] = {"EE", "UE", "NE", "NX"};
  return std::find(std::begin(kinds), std::end(kinds), kind) != std::end(kinds);
}

/// Whether the recipe says by a document whom it is for: the foreign insurance, or of a seafarer from
/// outside Europe (NX) the SASN card.
inline bool named_by_document(const Recipe& recipe) {
  if (!insured_abroad(recipe.patient_kind)) return false;
  return recipe.foreign.has_value() || (recipe.patient_kind == "NX" && !recipe.sasn_card.empty());
}

/// Whether the recipe says at all whom it is for.
inline bool patient_named(const Recipe& recipe) {
  return !recipe.patient.fiscal_code.empty() || named_by_document(recipe);
}

/// The patient's code as it goes onto a recipe of the SSN: none of who is named by a document.
inline std::string code_to_tell(const Recipe& recipe) {
  return named_by_document(recipe) ? std::string() : recipe.patient.fiscal_code.value();
}

}  // namespace curante::recipe_transmitter
