// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"

namespace curante::recipe_transmitter {

/// The kind of patient that every message and every paper of a recipe names ("tipoRic"): what the
/// draft said, else ST for whoever has an STP code (PROTOCOLS 6.2); empty: of the SSN. Which kind
/// the holder of an ENI code has, no document at hand says.
inline std::string kind_of_patient(const Recipe& recipe) {
  if (!recipe.patient_kind.empty()) return recipe.patient_kind;
  return recipe.patient.fiscal_code.value().starts_with("STP") ? "ST" : "";
}

}  // namespace curante::recipe_transmitter
