// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"

namespace curante::documents {

/// "NON SOSTITUIBILE (motivo 3: continuità terapeutica)", or empty. The reasons stand in
/// `data/not_replaceable.csv`; one that does not is told by its code.
/// Source: guidelines of art. 15, 11-bis of DL 95/2012, to which the technical specification
/// refers.
std::string not_replaceable_text(const recipe_transmitter::RecipeLine& line);
/// The same without the reason's words, where they would take the place of what follows.
std::string not_replaceable_code(const recipe_transmitter::RecipeLine& line);

}  // namespace curante::documents
