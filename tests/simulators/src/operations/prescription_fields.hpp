// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "state/recipe.hpp"
#include "xml/message_rules.hpp"

namespace sistema_ts {

/// The fields of InvioPrescrittoRichiesta in their mandatory order.
std::span<const ElementRule> prescription_header_rules();

/// The fields of one DettaglioPrescrizione in their mandatory order.
std::span<const ElementRule> prescription_row_rules();

/// The header fields that VisualizzaPrescritto gives back after cfMedico2, in its order.
std::span<const std::string_view> shown_header_fields();

/// The texts of an element's children that hold no others.
Fields fields_of(const XmlElement& element);

}  // namespace sistema_ts
