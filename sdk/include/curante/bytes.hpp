// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curante/error.hpp"

namespace curante {

/// Octets. On the wire: base64 (RFC 4648, padded, no line breaks).
using Bytes = std::vector<uint8_t>;

inline std::string to_base64(const Bytes& in) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((in.size() + 2) / 3 * 4);
  for (size_t i = 0; i < in.size(); i += 3) {
    const size_t left = in.size() - i;
    const uint32_t group = static_cast<uint32_t>(in[i]) << 16 |
                           (left > 1 ? static_cast<uint32_t>(in[i + 1]) << 8 : 0) |
                           (left > 2 ? static_cast<uint32_t>(in[i + 2]) : 0);
    out += digits[group >> 18];
    out += digits[group >> 12 & 63];
    out += left > 1 ? digits[group >> 6 & 63] : '=';
    out += left > 2 ? digits[group & 63] : '=';
  }
  return out;
}

/// Throws Error{"invalid-base64"}.
inline Bytes from_base64(std::string_view in) {
  const auto digit = [](char c) -> int {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
  };
  const auto refuse = [] {
    return Error("invalid-base64", "the octets are not valid base64", "encode them after RFC 4648");
  };
  if (in.size() % 4 != 0) throw refuse();
  Bytes out;
  out.reserve(in.size() / 4 * 3);
  for (size_t i = 0; i < in.size(); i += 4) {
    const bool last = i + 4 == in.size();
    const int pad = last ? (in[i + 3] == '=') + (in[i + 3] == '=' && in[i + 2] == '=') : 0;
    uint32_t group = 0;
    for (int k = 0; k < 4; ++k) {
      const int value = k >= 4 - pad ? 0 : digit(in[i + static_cast<size_t>(k)]);
      if (value < 0) throw refuse();
      group = group << 6 | static_cast<uint32_t>(value);
    }
    out.push_back(static_cast<uint8_t>(group >> 16));
    if (pad < 2) out.push_back(static_cast<uint8_t>(group >> 8));
    if (pad < 1) out.push_back(static_cast<uint8_t>(group));
  }
  return out;
}

}  // namespace curante
