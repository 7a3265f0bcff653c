// SPDX-License-Identifier: Apache-2.0
#include "text/foreign_text.hpp"

#include <boost/locale/utf.hpp>
#include <iterator>

namespace curante::kernel {

namespace {

namespace utf = boost::locale::utf;
using Utf8 = utf::utf_traits<char>;

bool is_character(utf::code_point it) {
  return it != utf::illegal && it != utf::incomplete;
}

bool misleads(utf::code_point it) {
  return it < 0x20 || (it >= 0x7F && it < 0xA0) || (it >= 0x2028 && it <= 0x202E) ||
         (it >= 0x2066 && it <= 0x2069);
}

/// Visits each character of the text, and U+FFFD for what is none.
template <class Visit>
void each_character(std::string_view octets, Visit&& visit) {
  const char* at = octets.data();
  const char* const end = at + octets.size();
  while (at != end) {
    const char* const begin = at;
    const utf::code_point it = Utf8::decode(at, end);
    // What did not continue a character may begin the next one.
    if (it == utf::illegal && at - begin > 1 && !Utf8::is_trail(at[-1])) --at;
    visit(is_character(it) ? it : 0xFFFD);
  }
}

void append(std::string& out, utf::code_point it) {
  Utf8::encode(it, std::back_inserter(out));
}

}  // namespace

bool decodes(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end;) {
    if (!is_character(Utf8::decode(at, end))) return false;
  }
  return true;
}

std::string valid_text(std::string_view octets) {
  if (is_utf8(octets)) return std::string(octets);
  std::string out;
  each_character(octets, [&](utf::code_point it) { append(out, it); });
  return out;
}

std::string printable_text(std::string_view octets, std::string_view kept) {
  std::string out;
  each_character(octets, [&](utf::code_point it) {
    const bool keeps = it < 0x80 && kept.find(static_cast<char>(it)) != std::string_view::npos;
    append(out, misleads(it) && !keeps ? utf::code_point{' '} : it);
  });
  return out;
}

std::string printable_json(std::string_view json) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  each_character(json, [&](utf::code_point it) {
    if (!misleads(it)) return append(out, it);
    out += "\\u";
    for (const int shift : {12, 8, 4, 0}) out += digits[it >> shift & 15];
  });
  return out;
}

}  // namespace curante::kernel
