// SPDX-License-Identifier: Apache-2.0
#include "trust/signed_text.hpp"

#include <sodium.h>

#include "curante/error.hpp"
#include "curante/moment.hpp"
#include "trust/digest.hpp"

namespace curante::kernel {

namespace {

bool verifies(const std::string& key, const std::string& message, const std::string& signature) {
  const auto key_octets = from_hex(key, crypto_sign_PUBLICKEYBYTES);
  const auto octets = from_hex(signature, crypto_sign_BYTES);
  return key_octets && octets &&
         crypto_sign_verify_detached(octets->data(),
                                     reinterpret_cast<const unsigned char*>(message.data()),
                                     message.size(), key_octets->data()) == 0;
}

}  // namespace

Seal seal_of(std::string_view text, std::string_view purpose, const std::string& key,
             const std::string& signature) {
  const std::string last = "signature " + signature + "\n";
  if (signature.size() != 128 || !text.ends_with(last)) return Seal::open;
  text.remove_suffix(last.size());
  const std::string message = std::string(purpose) + std::string(text);
  return verifies(key, message, signature) ? Seal::good : Seal::forged;
}

bool is_day_or_empty(const std::string& text) {
  try {
    return text.empty() || !Date::parse(text).iso().empty();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace curante::kernel
