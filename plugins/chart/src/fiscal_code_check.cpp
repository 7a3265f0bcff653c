// SPDX-License-Identifier: Apache-2.0
#include "fiscal_code_check.hpp"

#include <string_view>

#include "curante/reference/search_text.hpp"

namespace curante::chart {

namespace {

constexpr std::string_view months = "ABCDEHLMPRST";

std::string first_three(const std::string& consonants, const std::string& vowels) {
  return (consonants + vowels + "XXX").substr(0, 3);
}

/// Capital letters of a name, consonants and vowels apart.
std::pair<std::string, std::string> letters(const std::string& name) {
  std::pair<std::string, std::string> out;
  for (char c : reference::search_text(name)) {
    if (c < 'a' || c > 'z') continue;
    const bool vowel = std::string_view("aeiou").find(c) != std::string_view::npos;
    (vowel ? out.second : out.first) += static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

}  // namespace

std::string surname_letters(const std::string& last_name) {
  const auto [consonants, vowels] = letters(last_name);
  return first_three(consonants, vowels);
}

std::string name_letters(const std::string& first_name) {
  const auto [consonants, vowels] = letters(first_name);
  if (consonants.size() < 4) return first_three(consonants, vowels);
  return {consonants[0], consonants[2], consonants[3]};
}

std::vector<std::string> fiscal_code_contradictions(const Patient& it) {
  const std::string& code = it.fiscal_code.value();
  if (code.size() != 16 || FiscalCodeRule::is_stp_eni(code)) return {};
  const std::string plain = FiscalCodeRule::plain(code);
  std::vector<std::string> out;
  if (plain.substr(0, 3) != surname_letters(it.last_name)) out.emplace_back("cognome");
  if (plain.substr(3, 3) != name_letters(it.first_name)) out.emplace_back("nome");
  const int code_day = std::stoi(plain.substr(9, 2));
  const auto birth = it.birth_date.ymd();
  const int year = static_cast<int>(birth.year()) % 100;
  const unsigned month = static_cast<unsigned>(months.find(plain[8])) + 1;
  const bool date_agrees = std::stoi(plain.substr(6, 2)) == year &&
                           month == static_cast<unsigned>(birth.month()) &&
                           code_day % 40 == static_cast<int>(static_cast<unsigned>(birth.day()));
  if (!date_agrees) out.emplace_back("data di nascita");
  if ((code_day > 40) != (it.sex == Sex::F)) out.emplace_back("sesso");
  if (!it.birth_place.empty() && plain.substr(11, 4) != it.birth_place) {
    out.emplace_back("luogo di nascita");
  }
  return out;
}

}  // namespace curante::chart
