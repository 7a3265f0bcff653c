// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace curante::prescribing {

/// The text in lower case without the accents of Latin letters (U+00C0 to U+00FF), so that names
/// written by different hands compare equal.
inline std::string folded(std::string_view text) {
  constexpr std::string_view plain =
      "aaaaaaaceeeeiiiidnooooo*ouuuuyps"
      "aaaaaaaceeeeiiiidnooooo/ouuuuypy";
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (c == 0xC3 && next >= 0x80 && next <= 0xBF) {
      out += plain[next - 0x80];
      ++i;
    } else {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : text[i];
    }
  }
  return out;
}

}  // namespace curante::prescribing
