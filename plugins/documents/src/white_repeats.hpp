// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"

namespace curante::documents {

/// What the paper says of repeating a line: "Ripetibile (RR): …" or "Non ripetibile (RNR): …".
/// How long and how often stands in `data/white_repeats.csv`, by ATC group.
/// Source: art. 88 and 89 of D.Lgs. 219/2006, second-hand (DOMAIN: S).
std::string repeat_text(const recipe_transmitter::RecipeLine& line);

}  // namespace curante::documents
