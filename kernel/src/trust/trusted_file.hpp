// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curante::kernel {

/// Reads a file once, whole, that only root or the host's own user can have written: a plain file,
/// reached through no symbolic link, owned by one of the two and writable by nobody else.
/// Throws Error{"<kind>-missing", "<kind>-untrusted", "<kind>-truncated"}; `kind` is what the file
/// is to the host: "library", "signature" or "trust".
enum class TrustedKind { library, signature, trust };
std::vector<unsigned char> read_trusted_file(const std::string& path, TrustedKind kind);

}  // namespace curante::kernel
