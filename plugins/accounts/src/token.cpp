// SPDX-License-Identifier: Apache-2.0
#include "token.hpp"

#include <sodium.h>

#include "curante/error.hpp"

namespace curante::accounts {

std::string random_token() {
  if (sodium_init() < 0) throw Error("random-source", "the system gives no random numbers", "");
  unsigned char octets[32];
  randombytes_buf(octets, sizeof octets);
  char text[sodium_base64_ENCODED_LEN(sizeof octets, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  return sodium_bin2base64(text, sizeof text, octets, sizeof octets,
                           sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string sha256(const std::string& text) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  char hex[sizeof hash * 2 + 1];
  return sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
}

}  // namespace curante::accounts
