// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/search_text.hpp"

#include <algorithm>
#include <array>

#include "utf8.hpp"

namespace curante::reference {
namespace {

/// Letters U+00C0 to U+017F without their marks, two octets of UTF-8 each; "" parts words.
constexpr std::array<const char*, 192> plain_letters = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",  // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",  // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",  // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",  // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",  // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s"};

/// Collects words.
struct Words {
  std::string text;
  bool parted = false;

  void add(std::string_view letters) {
    if (parted && !text.empty()) text += ' ';
    parted = false;
    text += letters;
  }
};

/// One ASCII character.
void add_plain(Words& words, char c) {
  if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  const bool inside = c == '.' || c == ',' || c == '%' || c == '+';
  const bool in_word = !words.text.empty() && !words.parted;
  if (letter || (inside && in_word)) {
    words.add({&c, 1});
  } else {
    words.parted = true;
  }
}

/// One character of two octets or more.
void add_marked(Words& words, std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  const auto second = static_cast<unsigned char>(character[1]);
  if (first >= 0xC3 && first <= 0xC5) {
    const char* letters = plain_letters[(first - 0xC3u) * 64u + (second - 0x80u)];
    if (*letters == '\0')
      words.parted = true;
    else
      words.add(letters);
  } else if (first == 0xCC || (first == 0xCD && second <= 0xAF)) {
    return;  // a combining accent, U+0300 to U+036F: its letter came before it
  } else if (first == 0xC2 || (first == 0xE2 && second == 0x80)) {
    words.parted = true;  // no-break blank, guillemets, degree sign; typographic dashes and quotes
  } else {
    words.add(character);  // other scripts stay as they are
  }
}

/// "gotta." and "gotta," are the word "gotta".
void trim_word_ends(std::string& text) {
  std::string trimmed;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find(' ', at), text.size());
    size_t last = end;
    while (last > at && (text[last - 1] == '.' || text[last - 1] == ',' || text[last - 1] == '+')) {
      --last;
    }
    if (last > at) {
      if (!trimmed.empty()) trimmed += ' ';
      trimmed.append(text, at, last - at);
    }
    at = end + 1;
  }
  text = std::move(trimmed);
}

}  // namespace

std::string search_text(std::string_view text) {
  Words words;
  for (size_t at = 0; at < text.size();) {
    const size_t length = character_length(text, at);
    const std::string_view character = text.substr(at, std::max<size_t>(length, 1));
    at += character.size();
    if (length == 0) {
      words.parted = true;  // no character at all
    } else if (length == 1) {
      add_plain(words, character[0]);
    } else {
      add_marked(words, character);
    }
  }
  trim_word_ends(words.text);
  return words.text;
}

}  // namespace curante::reference
