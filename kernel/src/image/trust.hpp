// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::kernel {

/// A library's bytes that were admitted, and by which check.
struct TrustedBytes {
  std::vector<unsigned char> bytes;
  std::string sha256;  ///< hexadecimal
};

/// The one place that decides whose code may enter. Reads the file once, so that what is checked
/// here is what the rest of the pipeline sees.
///
/// Today it admits what only root or the host's own user can have written: a plain file, reached
/// through no symbolic link, owned by one of the two and writable by nobody else. It does NOT know
/// who made the library: signatures will be verified here, over `bytes`, before they are returned.
/// Throws Error{"library-missing", "library-untrusted", "library-truncated"}.
TrustedBytes admit_library(const std::string& path);

}  // namespace curante::kernel
