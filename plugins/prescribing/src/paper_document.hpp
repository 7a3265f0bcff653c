// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "neighbours.hpp"

namespace curante::prescribing {

/// Has the paper made that the patient takes away: the promemoria of a recipe that a service
/// accepted, or, without a receipt, the white recipe itself. What stands on the red form is printed
/// by the room that keeps the forms. Throws what documents/1 throws.
documents::DocumentInfo document_for(const Neighbours& neighbours, const CallContext& context,
                                     const Id& patient, const recipe_transmitter::Recipe& recipe,
                                     const std::optional<recipe_transmitter::Receipt>& receipt);

/// Whether this recipe's paper is made without asking a service first.
bool printed_at_once(const recipe_transmitter::Recipe& recipe, bool electronic);

}  // namespace curante::prescribing
