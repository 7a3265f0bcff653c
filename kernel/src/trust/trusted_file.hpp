// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "trust/sealed_bytes.hpp"

namespace curante::kernel {

/// A trusted file is one that only root or the host's own user can have written: a plain file,
/// reached through no symbolic link, owned by one of the two and writable by nobody else.

/// What a file is to the host; says which codes tell of it.
enum class TrustedKind { signature, trust, data };

/// Reads a trusted text once, whole. Throws Error{"signature-missing", "signature-untrusted",
/// "trust-missing", "trust-untrusted", "data-missing", "data-untrusted"}.
std::string read_trusted_text(const std::string& path, TrustedKind kind);

/// Reads a trusted library once, whole. Throws Error{"library-missing", "library-untrusted",
/// "library-unloadable"}.
SealedBytes read_trusted_library(const std::string& path);

/// A library is <folder>/<id>.so, its own signature <folder>/<id>.sig.
inline std::string_view id_of(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return path.substr(0, path.rfind('.'));
}
inline std::string signature_beside(std::string_view path) {
  return std::string(path.substr(0, path.rfind('.'))) + ".sig";
}

}  // namespace curante::kernel
