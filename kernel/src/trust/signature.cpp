// SPDX-License-Identifier: Apache-2.0
#include "trust/signature.hpp"

#include "trust/digest.hpp"
#include "trust/signed_text.hpp"

namespace curante::kernel {

namespace {

bool is_whole(const Signature& it) {
  return it.format == 1 && from_hex(it.library, 32) && from_hex(it.manifest, 32) &&
         (it.ui.empty() || from_hex(it.ui, 32)) && from_hex(it.key, 32) &&
         is_day_or_empty(it.until);
}

}  // namespace

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
