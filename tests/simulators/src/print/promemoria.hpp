// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "identities.hpp"
#include "state/recipe.hpp"

namespace sistema_ts {

/// The PDF of a recipe's promemoria, laid out as the service's own (PROTOCOLS 6.4). With
/// oscuramDati=1 name and address are left out. Throws std::runtime_error.
std::string draw_promemoria(const Recipe& recipe, const Identity& writer, const Region& region);

}  // namespace sistema_ts
