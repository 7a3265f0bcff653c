// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"

namespace curante::documents {

/// What the paper says of repeating a line: "Ripetibile (RR): …" or "Non ripetibile (RNR): …".
/// How long and how often is what the recipe says, by the rules of the day it was written. Of a
/// recipe that was written before it said so, and is only printed now, the paper names the law and
/// no figures: any that we added today might be others than those of its day.
std::string repeat_text(const recipe_transmitter::RecipeLine& line);

}  // namespace curante::documents
