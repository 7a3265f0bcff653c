// SPDX-License-Identifier: Apache-2.0
#include "soap/xml_text.hpp"

#include <cstdint>

namespace curante::sac {

namespace {

/// Length of the UTF-8 character that begins a text; 0 when none does that XML 1.0 can write.
size_t character_size(std::string_view text) {
  const auto at = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at(0) < 0x80) return 1;
  const size_t size = at(0) >= 0xf0 ? 4 : at(0) >= 0xe0 ? 3 : 2;
  if (at(0) < 0xc2 || at(0) > 0xf4 || text.size() < size) return 0;
  uint32_t code = at(0) & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (at(i) & 0x3f);
  }
  constexpr uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool writable = code >= least[size] && code <= 0x10ffff &&
                        (code < 0xd800 || code > 0xdfff) && code != 0xfffe && code != 0xffff;
  return writable ? size : 0;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t size = character_size(text);
    const auto octet = static_cast<unsigned char>(text[0]);
    if (size == 0) {
      out += '?';
    } else if (octet < 0x20 || octet == 0x7f) {
      out += ' ';
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace curante::sac
