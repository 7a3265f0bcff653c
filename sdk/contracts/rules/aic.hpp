// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/text.hpp"

namespace curante {

/// Marketing authorisation code of a drug pack: 9 digits, the last a check digit over the first 8.
/// Source: Gazzetta Ufficiale 1988 (Code 32); PROTOCOLS 6.3.
struct AicRule {
  static constexpr std::string_view name = "Aic";
  static std::string normalise(std::string_view in) {
    std::string code(in);
    if (!code.empty() && (code[0] == 'A' || code[0] == 'a')) code.erase(0, 1);
    bool digits = code.size() == 9;
    for (char c : code) digits = digits && c >= '0' && c <= '9';
    if (!digits) {
      throw Error("aic-malformed", "un codice AIC ha 9 cifre",
                  "ricopiarlo dalla confezione, sotto il codice a barre");
    }
    int sum = 0;
    for (size_t i = 0; i < 8; ++i) {
      const int value = (code[i] - '0') * (i % 2 == 0 ? 1 : 2);
      sum += value / 10 + value % 10;
    }
    if (code[8] - '0' != sum % 10) {
      throw Error("aic-check-digit", "la cifra di controllo del codice AIC è errata",
                  "una cifra è stata scritta male: ricontrollare il codice sulla confezione");
    }
    return code;
  }
};
using Aic = Text<AicRule>;

}  // namespace curante
