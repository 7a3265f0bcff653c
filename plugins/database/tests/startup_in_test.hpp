// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace curante::database {

inline constexpr uint32_t protocol_3_0 = 196608;

/// As PostgreSQL's protocol writes numbers.
inline std::string number(uint64_t value) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

/// A startup packet of this protocol with this content.
inline std::string packet(uint32_t protocol, const std::string& content) {
  return number(content.size() + 8) + number(protocol) + content;
}

}  // namespace curante::database
