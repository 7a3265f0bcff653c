// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "curante/moment.hpp"
#include "curante/text.hpp"

namespace curante {

/// Codice fiscale of a person: 16 characters with omocodia variants and check letter, or the
/// provisional one of 11 digits, or an STP/ENI code (16 characters, no check character).
/// Source: DM 23 December 1976; PROTOCOLS 6.1 and 6.2.
struct FiscalCodeRule {
  static constexpr std::string_view name = "FiscalCode";
  static constexpr bool personal = true;

  static std::string normalise(std::string_view in) {
    std::string code;
    for (char c : in) {
      if (c == ' ') continue;
      code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (code.size() == 11 && all(code, is_digit)) return provisional(code);
    if (is_stp_eni(code)) return code;
    if (code.size() != 16 || !well_formed(code)) {
      throw Error("fiscal-code-malformed",
                  "il codice fiscale non ha la forma prevista (16 caratteri: RSSMRA57C61H501X)",
                  "ricontrollarlo sulla tessera sanitaria; per chi non lo ha usare il codice STP o ENI");
    }
    const char right = check_letter(code);
    if (code[15] != right) {
      throw Error("fiscal-code-check-letter",
                  std::string("l'ultima lettera del codice fiscale dovrebbe essere «") + right + "»",
                  "un carattere è stato scritto male: ricontrollare il codice sulla tessera sanitaria");
    }
    return code;
  }

  /// The letter that belongs at the end of the first 15 characters.
  static char check_letter(std::string_view code) {
    constexpr int odd[26] = {1,  0,  5,  7,  9,  13, 15, 17, 19, 21, 2,  4,  18,
                             20, 11, 3,  6,  8,  12, 14, 16, 10, 22, 25, 24, 23};
    int sum = 0;
    for (size_t i = 0; i < 15; ++i) {
      const int value = is_digit(code[i]) ? code[i] - '0' : code[i] - 'A';
      sum += i % 2 == 0 ? odd[value] : value;
    }
    return static_cast<char>('A' + sum % 26);
  }

  static bool is_stp_eni(std::string_view code) {
    return code.size() == 16 && (code.substr(0, 3) == "STP" || code.substr(0, 3) == "ENI") &&
           all(code.substr(3), is_digit);
  }

  /// The code with omocodia letters turned back into digits: what birth date and place are read from.
  static std::string plain(std::string_view code) {
    constexpr std::string_view letters = "LMNPQRSTUV";
    std::string out(code);
    for (size_t at : {6u, 7u, 9u, 10u, 12u, 13u, 14u}) {
      const size_t digit = letters.find(out[at]);
      if (digit != std::string_view::npos) out[at] = static_cast<char>('0' + digit);
    }
    return out;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  template <class Test>
  static bool all(std::string_view text, Test test) {
    for (char c : text) {
      if (!test(c)) return false;
    }
    return true;
  }
  static bool well_formed(std::string_view code) {
    constexpr std::string_view shape = "AAAAAA99M99A999A";
    for (size_t i = 0; i < 16; ++i) {
      const char c = code[i];
      const bool letter = c >= 'A' && c <= 'Z';
      if (shape[i] == 'A' && !letter) return false;
      if (shape[i] == 'M' && std::string_view("ABCDEHLMPRST").find(c) == std::string_view::npos) {
        return false;
      }
      if (shape[i] == '9' && !is_digit(c) &&
          std::string_view("LMNPQRSTUV").find(c) == std::string_view::npos) {
        return false;
      }
    }
    const std::string digits = plain(code);
    const int day = (digits[9] - '0') * 10 + digits[10] - '0';
    return (day >= 1 && day <= 31) || (day >= 41 && day <= 71);
  }
  static std::string provisional(const std::string& code) {
    int sum = 0;
    for (size_t i = 0; i < 10; ++i) {
      int value = (code[i] - '0') * (i % 2 == 0 ? 1 : 2);
      sum += value > 9 ? value - 9 : value;
    }
    if (code[10] - '0' != (10 - sum % 10) % 10) {
      throw Error("fiscal-code-check-letter", "l'ultima cifra del codice fiscale provvisorio è errata",
                  "ricontrollare il codice sul documento");
    }
    return code;
  }
};
using FiscalCode = Text<FiscalCodeRule>;

/// Codice fiscale of a prescriber: 16 capital letters and digits. The test identities of Sistema TS
/// break the form of a person's code, so the form is checked where an account is made, not here.
struct PrescriberCodeRule {
  static constexpr std::string_view name = "PrescriberCode";
  static constexpr bool personal = true;
  static std::string normalise(std::string_view in) {
    std::string code;
    for (char c : in) code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    bool good = code.size() == 16;
    for (char c : code) good = good && ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    if (good) return code;
    throw Error("prescriber-code-malformed", "il codice fiscale del medico ha 16 lettere e cifre",
                "ricontrollarlo sulla tessera sanitaria del medico");
  }
};
using PrescriberCode = Text<PrescriberCodeRule>;

}  // namespace curante
