// SPDX-License-Identifier: Apache-2.0
#include "password_hash.hpp"

#include <sodium.h>

#include <algorithm>

#include "curante/error.hpp"

namespace curante::accounts {

namespace {

constexpr unsigned long long passes = 1;
constexpr size_t memory = 46 * 1024 * 1024;

void ready() {
  static const int state = sodium_init();
  if (state < 0) throw Error("internal-error", "libsodium could not be started", "");
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return text;
}

}  // namespace

std::string hash_password(const std::string& password) {
  ready();
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(hash, password.data(), password.size(), passes, memory) != 0) {
    throw Error("internal-error", "non c'è memoria per verificare la password", "riprovare");
  }
  return hash;
}

bool verify_password(const std::string& hash, const std::string& password) {
  ready();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void waste_a_verification(const std::string& password) {
  static const std::string nobody = hash_password(random_token());
  (void)verify_password(nobody, password);
}

void check_password_rules(const std::string& password, const std::string& user_name) {
  constexpr size_t shortest = 12, longest = 256;
  const auto refuse = [](const char* why) {
    throw Error("password-weak", why,
                "usare almeno 12 caratteri, per esempio tre parole che non c'entrano tra loro");
  };
  if (password.size() < shortest) refuse("la password è troppo corta");
  if (password.size() > longest) refuse("la password è troppo lunga");
  if (!user_name.empty() && lower(password).find(lower(user_name)) != std::string::npos) {
    refuse("la password contiene il nome utente");
  }
  if (std::all_of(password.begin(), password.end(), [&](char c) { return c == password.front(); })) {
    refuse("la password è fatta di un solo carattere");
  }
}

std::string random_token() {
  ready();
  unsigned char octets[32];
  randombytes_buf(octets, sizeof octets);
  char text[64];
  sodium_bin2base64(text, sizeof text, octets, sizeof octets,
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

std::string token_hash(const std::string& token) {
  ready();
  unsigned char hash[32];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(token.data()),
                     token.size(), nullptr, 0);
  char text[65];
  sodium_bin2hex(text, sizeof text, hash, sizeof hash);
  return text;
}

}  // namespace curante::accounts
