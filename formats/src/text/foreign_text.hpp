// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace curante::kernel {

template <class Word>
uint64_t word_at(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// Looks at whole words, the last of which may overlap the one before.
inline bool is_ascii(std::string_view text) {
  const char* const begin = text.data();
  const size_t size = text.size();
  uint64_t seen = 0;
  if (size >= 8) {
    for (size_t at = 0; at + 8 <= size; at += 8) seen |= word_at<uint64_t>(begin + at);
    seen |= word_at<uint64_t>(begin + size - 8);
  } else if (size >= 4) {
    seen = word_at<uint32_t>(begin) | word_at<uint32_t>(begin + size - 4);
  } else {
    for (const char c : text) seen |= static_cast<unsigned char>(c);
  }
  return (seen & 0x8080808080808080) == 0;
}

/// Whether all of it is characters of UTF-8, whatever octets they have.
bool decodes(std::string_view text);

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. Costs an ASCII text next to
/// nothing: it is asked of every text that is marshalled.
inline bool is_utf8(std::string_view text) {
  return is_ascii(text) || decodes(text);
}

/// The text with U+FFFD for octets that are no character: JSON can write it.
std::string valid_text(std::string_view octets);

/// For terminals and logs: valid, and a blank for each control character (C0, DEL, C1) and each
/// that turns or breaks a line (U+2028, U+2029, U+202A to U+202E, U+2066 to U+2069), by which a
/// text could show as another than the one that was written. `kept` are let through: "\n".
std::string printable_text(std::string_view octets, std::string_view kept = {});

/// The same JSON value, with the characters that `printable_text` takes out written as "\u009b".
std::string printable_json(std::string_view json);

}  // namespace curante::kernel
