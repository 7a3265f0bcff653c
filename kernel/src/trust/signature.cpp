// SPDX-License-Identifier: Apache-2.0
#include "trust/signature.hpp"

#include <sodium.h>

#include "curante/moment.hpp"
#include "trust/digest.hpp"

namespace curante::kernel {

namespace {

bool is_day(const std::string& text) {
  try {
    return text.empty() || !Date::parse(text).iso().empty();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

Seal seal_of(std::string_view text, std::string_view purpose, const std::string& key,
             const std::string& signature) {
  // What follows the signature would not be signed: it must be the last line, to the octet.
  const std::string last = "signature " + signature + "\n";
  const auto key_octets = from_hex(key, crypto_sign_PUBLICKEYBYTES);
  const auto octets = from_hex(signature, crypto_sign_BYTES);
  if (!key_octets || !octets || !text.ends_with(last)) return Seal::open;
  text.remove_suffix(last.size());
  const std::string message = std::string(purpose) + std::string(text);
  const int result = crypto_sign_verify_detached(
      octets->data(), reinterpret_cast<const unsigned char*>(message.data()), message.size(),
      key_octets->data());
  return result == 0 ? Seal::good : Seal::forged;
}

bool is_whole(const Signature& it) {
  return it.format == 1 && from_hex(it.library, 32) && from_hex(it.manifest, 32) &&
         (it.ui.empty() || from_hex(it.ui, 32)) && is_day(it.until);
}

std::optional<Signature> read_signature(std::string_view text, const std::string& file,
                                        Problems& problems) {
  const size_t before = problems.size();
  Signature it;
  const auto root = read_info(text, file, problems);
  if (root) StructReader(file, problems).read(*root, it);
  const Seal seal = seal_of(text, signature_purpose, it.key, it.signature);
  if (problems.size() != before || seal == Seal::open || !is_whole(it)) {
    problems.resize(before);
    problems.push_back({"signature-malformed", file, 0, "it is no signature of a plugin",
                        "sign the library again with `curante plugin sign`"});
    return std::nullopt;
  }
  if (seal == Seal::forged) {
    problems.push_back({"signature-forged", file, 0,
                        "its text was changed, or the key it names did not make it",
                        "get the plugin again from its issuer"});
    return std::nullopt;
  }
  return it;
}

}  // namespace curante::kernel
