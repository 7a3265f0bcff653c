// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/text.hpp"

namespace curante {

/// A UUID in lower case (RFC 9562). Who creates a thing chooses its id, so that repeating the
/// creation is harmless.
struct IdRule {
  static constexpr std::string_view name = "Id";
  static std::string normalise(std::string_view in) {
    std::string out;
    for (char c : in) {
      const size_t at = out.size();
      const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
      if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
      const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
      if (at >= 36 || (dash ? c != '-' : !hex)) refuse();
      out += c;
    }
    if (out.size() != 36) refuse();
    return out;
  }

 private:
  [[noreturn]] static void refuse() {
    throw Error("invalid-id", "an identifier is no UUID", "use the identifier the system gave");
  }
};
using Id = Text<IdRule>;

}  // namespace curante
