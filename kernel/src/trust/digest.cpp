// SPDX-License-Identifier: Apache-2.0
// A start's hashes are done before OpenSSL's newer interface has brought up its providers, which
// takes longer than hashing every plugin.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "trust/digest.hpp"

#include <openssl/sha.h>

namespace curante::kernel {

namespace {
constexpr std::string_view digits = "0123456789abcdef";
}  // namespace

std::string to_hex(std::span<const unsigned char> octets) {
  std::string text;
  text.reserve(octets.size() * 2);
  for (const unsigned char octet : octets) {
    text += digits[octet >> 4];
    text += digits[octet & 15];
  }
  return text;
}

std::optional<std::vector<unsigned char>> from_hex(std::string_view text, size_t count) {
  if (text.size() != count * 2) return std::nullopt;
  std::vector<unsigned char> octets;
  octets.reserve(count);
  for (size_t i = 0; i < text.size(); i += 2) {
    const size_t high = digits.find(text[i]), low = digits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    octets.push_back(static_cast<unsigned char>(high << 4 | low));
  }
  return octets;
}

std::string sha256(std::span<const unsigned char> octets) {
  SHA256_CTX state;
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_Init(&state);
  SHA256_Update(&state, octets.data(), octets.size());
  SHA256_Final(digest, &state);
  return to_hex(digest);
}

std::string sha256(std::string_view text) {
  return sha256({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

}  // namespace curante::kernel
