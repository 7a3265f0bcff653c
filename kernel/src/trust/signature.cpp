// SPDX-License-Identifier: Apache-2.0
#include "trust/signature.hpp"

#include <openssl/evp.h>

#include <memory>

#include "curante/moment.hpp"
#include "trust/digest.hpp"

namespace curante::kernel {

namespace {

constexpr std::string_view last_key = "signature ";
constexpr size_t last_line_size = last_key.size() + 128 + 1;

/// Whether `signature` is of `message`, by the owner of `public_key`: Ed25519 (RFC 8032).
bool verifies(std::string_view public_key, std::string_view message, std::string_view signature) {
  const auto key_octets = from_hex(public_key, 32);
  const auto octets = from_hex(signature, 64);
  if (!key_octets || !octets) return false;
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key_octets->data(),
                                  key_octets->size()),
      EVP_PKEY_free);
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), octets->data(), octets->size(),
                          reinterpret_cast<const unsigned char*>(message.data()),
                          message.size()) == 1;
}

bool is_day(const std::string& text) {
  try {
    return text.empty() || !Date::parse(text).iso().empty();
  } catch (const Error&) {
    return false;
  }
}

bool is_whole(const Signature& it) {
  return it.format == 1 && from_hex(it.library, 32) && from_hex(it.manifest, 32) &&
         from_hex(it.key, 32) && is_day(it.until);
}

}  // namespace

std::optional<Signature> read_signature(std::string_view text, const std::string& file,
                                        Problems& problems) {
  const size_t before = problems.size();
  Signature it;
  const auto root = read_info(text, file, problems);
  if (root) StructReader(file, problems).read(*root, it);
  // What follows the signature would not be signed: it must be the last line, to the octet.
  const std::string last = std::string(last_key) + it.signature + "\n";
  const bool closed = last.size() == last_line_size && text.ends_with(last);
  if (problems.size() != before || !closed || !is_whole(it)) {
    problems.resize(before);
    problems.push_back({"signature-malformed", file, 0, "it is no signature of a plugin",
                        "sign the library again with `curante plugin sign`"});
    return std::nullopt;
  }
  const std::string message =
      std::string(signature_purpose) + std::string(text.substr(0, text.size() - last.size()));
  if (!verifies(it.key, message, it.signature)) {
    problems.push_back({"signature-forged", file, 0,
                        "its text was changed, or the key it names did not make it",
                        "get the plugin again from its issuer"});
    return std::nullopt;
  }
  return it;
}

}  // namespace curante::kernel
