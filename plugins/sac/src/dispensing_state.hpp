// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"

namespace curante::sac {

/// What a service's statoProcesso (PROTOCOLS 1.7) says of dispensing; of a number that we do not
/// know, that. Before 3 a number has no recipe.
recipe_transmitter::DispensingView dispensing_in(int state, Instant asked);

}  // namespace curante::sac
