// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

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

}  // namespace curante::kernel
