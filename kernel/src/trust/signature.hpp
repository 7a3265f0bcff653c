// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "info/struct_reader.hpp"

namespace curante::kernel {

/// What lies beside a plugin's library as <id>.sig: who vouches for which bytes. An INFO text whose
/// last line is the signature of all octets before it, so bytes are signed and not a tree.
struct Signature {
  int32_t format = 1;
  std::string plugin, version;
  std::string library;   ///< SHA-256 of the file
  std::string manifest;  ///< SHA-256 of the bytes of plugin.info in it
  std::string until;     ///< last day on which it holds; empty = as long as its issuer
  std::string ui;   ///< SHA-256 over its screens' files (screen_files.hpp of host/); empty = none
  std::string key;  ///< the signer's public key
  std::string signature;
};
CURANTE_DESCRIBE(Signature, format, plugin, version, library, manifest, until, ui, key, signature);

/// Stands before what is signed, so that no signature over something else passes for one of these.
constexpr std::string_view signature_purpose = "curante plugin signature 1\n";

/// Reads a signature file and checks that it was made by the owner of the key it names. Whether
/// that key is to be trusted, and whether the hashes are those of the library, is not asked here.
/// Gives nothing, and a problem ("signature-malformed", "signature-forged"), for any other text.
std::optional<Signature> read_signature(std::string_view text, const std::string& file,
                                        Problems& problems);

/// Whether `text` ends with its Ed25519 signature (RFC 8032) by the owner of `key`.
enum class Seal { good, open, forged };
Seal seal_of(std::string_view text, std::string_view purpose, const std::string& key,
             const std::string& signature);

/// Whether its hashes, its key and its days can be such.
bool is_whole(const Signature& signature);

}  // namespace curante::kernel
