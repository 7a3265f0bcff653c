// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "recipe_transmitter.hpp"

namespace curante::recipe_transmitter {

/// The sessions of a cycle as every paper says them: "N. SEDUTE 10".
inline std::string sessions_in_words(int32_t sessions) {
  return "N. SEDUTE " + std::to_string(sessions);
}

/// How a prescribed service is to be performed, in the words of every paper and of the ministry's
/// file: "PRIMO ACCESSO - TELEVISITA - N. SEDUTE 6"; empty when nothing is said.
///
/// The sessions of a cycle are no quantity: "quantita" is always 1. More rows are more cycles, never
/// one long one (technical specification of 5 Dec 2024, note N.SEDUTE: several rows are for "una
/// quantità di cicli maggiore di 1", and "numsedute" may be left out). Where a message has no field
/// for them, or one too short, these words must tell them.
inline std::string how_performed(const RecipeLine& line) {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : " - ") + text; };
  if (line.first_access) add("PRIMO ACCESSO");
  if (line.televisit) add("TELEVISITA");
  if (line.sessions > 0) add(sessions_in_words(line.sessions));
  return out;
}

}  // namespace curante::recipe_transmitter
