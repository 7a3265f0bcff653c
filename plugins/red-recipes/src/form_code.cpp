// SPDX-License-Identifier: Apache-2.0
#include "form_code.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/error.hpp"

namespace curante::red_recipes {
namespace {

constexpr size_t code_size = 15;
constexpr size_t prefix_size = 12;
constexpr size_t digits_from = 5;  // before: region and year, which may hold letters [C]

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char parity(std::string_view prefix, int counter) {
  int sum = counter / 10 + counter % 10;
  for (const char c : prefix.substr(digits_from)) sum += c - '0';
  return static_cast<char>('0' + sum % 10);
}

}  // namespace

FormCode FormCode::parse(std::string_view code, ParityRule rule) {
  const bool sound = code.size() == code_size &&
                     std::all_of(code.begin(), code.begin() + digits_from,
                                 [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }) &&
                     std::all_of(code.begin() + digits_from, code.end(), is_digit);
  if (!sound) {
    throw Error("block-code-invalid",
                "il codice della ricetta rossa ha 15 caratteri: regione (3), anno (2), numero del "
                "blocchetto (7), contatore (2) e controllo parità (1)",
                "ricopiare il codice dalla prima ricetta del blocchetto");
  }
  FormCode it{std::string(code.substr(0, prefix_size)),
              (code[prefix_size] - '0') * 10 + (code[prefix_size + 1] - '0'), ""};
  if (rule == ParityRule::none) {
    it.digit = code.back();
    return it;
  }
  if (const char wanted = parity(it.prefix, it.counter); code.back() != wanted) {
    throw Error("code-parity",
                fmt::format("l'ultima cifra del codice è {}, il controllo parità darebbe {}",
                            code.back(), wanted),
                "ricontrollare il codice; se sulla ricetta è stampato così, chiedere "
                "all'assistenza di disattivare il controllo (impostazione «parity»): il codice si "
                "copia allora da ogni foglio, e viene stampato e inviato com'è");
  }
  return it;
}

std::string FormCode::text() const {
  const std::string last = digit.empty() ? std::string(1, parity(prefix, counter)) : digit;
  return prefix + fmt::format("{:02}", counter) + last;
}

std::string FormCode::start() const {
  return prefix.substr(0, digits_from);
}

ParityRule parity_rule(std::string_view name) {
  if (name == "manual") return ParityRule::manual;
  if (name == "none") return ParityRule::none;
  throw Error("setting-invalid", "the setting «parity» is " + std::string(name),
              "set it to manual or none");
}

}  // namespace curante::red_recipes
