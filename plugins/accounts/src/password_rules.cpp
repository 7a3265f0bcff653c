// SPDX-License-Identifier: Apache-2.0
#include "password_rules.hpp"

#include <algorithm>

#include "curante/error.hpp"

namespace curante::accounts {

namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Characters, not octets: "è" is one.
size_t characters(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

[[noreturn]] void refuse(const char* why) {
  throw Error("password-weak", why,
              "usare almeno 12 caratteri, per esempio tre parole che non c'entrano tra loro");
}

}  // namespace

void check_password_rules(const std::string& password, const std::string& user_name) {
  constexpr size_t shortest = 12, longest = 256;
  if (characters(password) < shortest) refuse("la password è troppo corta");
  if (password.size() > longest) refuse("la password è troppo lunga");
  if (!user_name.empty() && lower(password).find(lower(user_name)) != std::string::npos) {
    refuse("la password contiene il nome utente");
  }
  if (std::all_of(password.begin(), password.end(), [&](char c) { return c == password[0]; })) {
    refuse("la password è fatta di un solo carattere");
  }
}

}  // namespace curante::accounts
