// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// What this channel can never send, with what to do about it: told before a number is spent on it.
/// Nothing when the recipe may go. Source: TipiDati.xsd; PROTOCOLS 1.4.
std::optional<recipe_transmitter::Receipt> unsendable(const recipe_transmitter::Recipe& recipe);

}  // namespace curante::sac
