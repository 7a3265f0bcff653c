// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"
#include "soap/xml_writer.hpp"

namespace curante::sac::invio_prescritto {

/// Of one cycle: no nomenclature knows a longer one.
constexpr int32_t most_sessions = 99;

/// Writes one DettaglioPrescrizione, its valued members only and in the schema's order. Throws
/// Error{"quantity-out-of-range"}: a quantity has one digit. Source: PROTOCOLS 1.4.
void write_row(SoapWriter& out, const recipe_transmitter::RecipeLine& line,
               recipe_transmitter::RecipeKind kind);

/// The code under which a line travels: of a pack, a group or a service.
const std::string& code_of(const recipe_transmitter::RecipeLine& line,
                           recipe_transmitter::RecipeKind kind);

}  // namespace curante::sac::invio_prescritto
