// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace curante::kernel {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. Costs an ASCII text next to
/// nothing.
bool is_utf8(std::string_view text);

/// The text with U+FFFD for octets that are no character: JSON can write it.
std::string valid_text(std::string_view octets);

/// For terminals and logs: valid, and a blank for each control character (C0, DEL, C1) and each
/// that turns or breaks a line (U+2028, U+2029, U+202A to U+202E, U+2066 to U+2069), by which a
/// text could show as another than the one that was written. `kept` are let through: "\n".
std::string printable_text(std::string_view octets, std::string_view kept = {});

/// The same JSON value, with the characters that `printable_text` takes out written as "\u009b".
std::string printable_json(std::string_view json);

}  // namespace curante::kernel
