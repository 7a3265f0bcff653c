// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace curante::kernel {

/// Octets in small hexadecimal digits.
std::string to_hex(std::span<const unsigned char> octets);
/// The octets of `count` pairs of small hexadecimal digits; nothing for any other text.
std::optional<std::vector<unsigned char>> from_hex(std::string_view text, size_t count);

/// SHA-256 in hexadecimal.
std::string sha256(std::span<const unsigned char> octets);
std::string sha256(std::string_view text);

}  // namespace curante::kernel
