// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace curante::kernel {

/// major, minor, patch. Compares as people expect.
using Version = std::array<int, 3>;

/// "1.4.0", or nothing for anything else.
inline std::optional<Version> parse_version(std::string_view text) {
  Version version{};
  const char* at = text.data();
  const char* end = at + text.size();
  for (size_t i = 0; i < 3; ++i) {
    if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
    const auto result = std::from_chars(at, end, version[i]);
    if (result.ec != std::errc{} || version[i] < 0) return std::nullopt;
    if (*at == '0' && result.ptr > at + 1) return std::nullopt;  // one version is written one way
    at = result.ptr;
  }
  return at == end ? std::optional(version) : std::nullopt;
}

}  // namespace curante::kernel
