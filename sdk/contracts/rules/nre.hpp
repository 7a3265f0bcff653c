// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/text.hpp"

namespace curante {

/// Numero di ricetta elettronica: region (3 digits), grouping (digit, letter), lot type (digit), then
/// lot and progressive (9 digits). No check digit. Source: PROTOCOLS 1.11.
struct NreRule {
  static constexpr std::string_view name = "Nre";
  static constexpr bool personal = true;
  static std::string normalise(std::string_view in) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    bool good = in.size() == 15;
    for (size_t i = 0; good && i < in.size(); ++i) {
      good = i == 4 ? in[i] >= 'A' && in[i] <= 'Z' : digit(in[i]);
    }
    if (good) return std::string(in);
    throw Error("nre-malformed", "un NRE ha 15 caratteri, per esempio 1300A4019294847",
                "ricopiare il numero dal promemoria: due gruppi, di 5 e di 10 caratteri");
  }
};
using Nre = Text<NreRule>;

}  // namespace curante
