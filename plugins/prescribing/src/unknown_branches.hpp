// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "facts.hpp"

namespace curante::prescribing {

/// The services whose branch nobody knows and that may share a recipe with another one: «riga 2»,
/// «righe 2, 3»; empty: none. A service alone is of one branch, whichever it is.
std::string unknown_branches(const Facts& facts);

}  // namespace curante::prescribing
