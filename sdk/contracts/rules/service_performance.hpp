// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "recipe_transmitter.hpp"

namespace curante::recipe_transmitter {

/// How a prescribed service is to be performed, in the words of every paper and of the ministry's
/// file: "PRIMO ACCESSO - TELEVISITA - N. SEDUTE 6"; empty when nothing is said.
///
/// The sessions of a cycle are no quantity: "quantita" is always 1, and more cycles are more rows
/// (technical specification of 5 Dec 2024, note N.SEDUTE: the field "segue le regole della ricetta
/// del SSN"). Where a message has no field of its own for them, these words must tell them.
inline std::string how_performed(const RecipeLine& line) {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : " - ") + text; };
  if (line.first_access) add("PRIMO ACCESSO");
  if (line.televisit) add("TELEVISITA");
  if (line.sessions > 0) add("N. SEDUTE " + std::to_string(line.sessions));
  return out;
}

}  // namespace curante::recipe_transmitter
