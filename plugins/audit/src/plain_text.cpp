// SPDX-License-Identifier: Apache-2.0
#include "plain_text.hpp"

namespace curante::audit {

namespace {

constexpr size_t longest = 200;

/// Octets of the character that begins at `at`; 0 when none does (RFC 3629, section 4).
size_t character(const std::string& text, size_t at) {
  const auto octet = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return octet(i) >= low && octet(i) <= high;
  };
  const unsigned first = octet(at);
  if (first >= 0x20 && first < 0x7F) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return follows(at + 1, low, high) && follows(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return follows(at + 1, low, high) && follows(at + 2) && follows(at + 3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string plain_text(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t size = character(text, at);
    if (out.size() + (size == 0 ? 1 : size) > longest) break;
    out += size == 0 ? "?" : text.substr(at, size);
    at += size == 0 ? 1 : size;
  }
  return out;
}

}  // namespace curante::audit
