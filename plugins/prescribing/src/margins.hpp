// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace curante::prescribing {

/// How many octets of a blank stand at the beginning of `text`; 0: something else stands there.
/// Those that a copied text brings along are blanks, too, and what has no width at all.
inline size_t blank_at(std::string_view text) {
  constexpr std::string_view blanks[] = {
      " ", "\t", "\r", "\n", "\v", "\f", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
      "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a", "\u200b", "\u200c",
      "\u200d", "\u200e", "\u200f", "\u2028", "\u2029", "\u202f", "\u205f", "\u2060", "\u3000",
      "\ufeff", "\u00ad"};
  for (const std::string_view blank : blanks) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

/// A text without the blanks around it: nothing but blanks says nothing. What the rules measure and
/// what a recipe says are the same.
inline std::string without_margins(const std::string& text) {
  const std::string_view all = text;
  size_t first = 0, end = 0;
  while (const size_t blank = blank_at(all.substr(first))) first += blank;
  for (size_t at = first; at < all.size();) {
    const size_t blank = blank_at(all.substr(at));
    at += std::max<size_t>(blank, 1);
    if (blank == 0) end = at;
  }
  return end == 0 ? "" : text.substr(first, end - first);
}

}  // namespace curante::prescribing
