// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace curante::kernel {

/// A name that tells of a secret: such a value must not stand in a plain file. "password_file"
/// names a file, which may well be 0600: that is the remedy, not the fault.
inline bool names_secret(std::string_view name) {
  if (name.ends_with("_file")) return false;
  for (const std::string_view word : {"password", "pincode", "secret", "token"}) {
    if (name.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace curante::kernel
