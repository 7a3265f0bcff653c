// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace curante::kernel {

/// An INFO text whose last line, `signature <hex>`, is the Ed25519 signature (RFC 8032) of all
/// octets before it: so bytes are signed and not a tree.
enum class Seal {
  good,
  open,   ///< something follows the signature, which would not be signed, or there is none
  forged  ///< the text was changed, or the owner of the key did not sign it
};

/// Whether `text` is closed by `signature`, and that was made by the owner of `key` over `purpose`
/// and the text before it. Keys and signatures are hexadecimal.
Seal seal_of(std::string_view text, std::string_view purpose, const std::string& key,
             const std::string& signature);

/// Nothing, or a day like 2028-12-31.
bool is_day_or_empty(const std::string& text);

}  // namespace curante::kernel
