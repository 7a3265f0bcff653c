// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::prescribing {

/// A text without the blanks around it: nothing but blanks says nothing. What the rules measure and
/// what a recipe says are the same.
inline std::string without_margins(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n"), last = text.find_last_not_of(" \t\r\n");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

}  // namespace curante::prescribing
