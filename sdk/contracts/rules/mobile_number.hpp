// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/text.hpp"

namespace curante {

/// The number of a mobile telephone in E.164 form, "+393331234567". Without a country it is Italian,
/// and Italian mobile numbers begin with 3 and have 9 or 10 digits; of other countries only the length
/// is known. Source: ITU-T E.164; Piano di numerazione nazionale, AGCOM delibera 8/15/CIR.
struct MobileNumberRule {
  static constexpr std::string_view name = "MobileNumber";
  static constexpr bool personal = true;

  static std::string normalise(std::string_view in) {
    std::string digits;
    bool abroad = false;
    for (const char c : in) {
      if (c == '+' && digits.empty() && !abroad) {
        abroad = true;
      } else if (c >= '0' && c <= '9') {
        digits += c;
      } else if (std::string_view(" .-/()").find(c) == std::string_view::npos) {
        refuse();
      }
    }
    if (!abroad && digits.substr(0, 2) == "00") {
      abroad = true;
      digits.erase(0, 2);
    }
    if (!abroad) digits = "39" + digits;
    const bool italian = digits.substr(0, 2) == "39";
    const bool good = italian ? digits.size() >= 11 && digits.size() <= 12 && digits[2] == '3'
                              : digits.size() >= 8 && digits.size() <= 15 && digits[0] != '0';
    if (!good) refuse();
    return "+" + digits;
  }

 private:
  [[noreturn]] static void refuse() {
    throw Error("mobile-malformed", "il numero non è di un cellulare (esempio: 333 1234567)",
                "correggere il numero; per l'estero cominciare con + e il prefisso del paese");
  }
};
using MobileNumber = Text<MobileNumberRule>;

}  // namespace curante
