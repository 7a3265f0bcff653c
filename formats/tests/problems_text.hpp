// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "info/problem.hpp"

namespace curante::kernel {

/// All problems, a line each, with their codes: "code  file line N: message (remedy)".
inline std::string text_of(const Problems& problems) {
  std::string out;
  for (const Problem& problem : problems) out += problem.code + "  " + problem.text() + "\n";
  return out;
}

inline bool has_code(const Problems& problems, const std::string& code) {
  for (const Problem& problem : problems) {
    if (problem.code == code) return true;
  }
  return false;
}

}  // namespace curante::kernel
