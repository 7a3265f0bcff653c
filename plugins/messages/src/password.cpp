// SPDX-License-Identifier: Apache-2.0
#include "password.hpp"

#include <openssl/rand.h>

#include <string_view>

#include "curante/error.hpp"

namespace curante::messages {
namespace {

unsigned char random_octet() {
  unsigned char octet = 0;
  if (RAND_bytes(&octet, 1) == 1) return octet;
  throw Error("no-randomness", "il sistema non fornisce numeri casuali",
              "riavviare il computer; se si ripete chiamare l'assistenza");
}

}  // namespace

std::string new_password() {
  constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
  constexpr unsigned fair = 256 / letters.size() * letters.size();
  std::string password;
  while (password.size() < 14) {
    const unsigned char octet = random_octet();
    if (octet >= fair) continue;  // else some letters would come more often
    if (password.size() == 4 || password.size() == 9) password += '-';
    password += letters[octet % letters.size()];
  }
  return password;
}

}  // namespace curante::messages
