// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::kernel {

/// One thing that is wrong in a file, in words for people. Problems are collected, never thrown one
/// by one: who mends a manifest wants to see all of them.
struct Problem {
  std::string code;  ///< of the registry sdk/errors.txt
  std::string file;
  int line = 0;  ///< 1-based; 0 = the whole file
  std::string message;
  std::string remedy;

  /// "regions/lazio.info line 12: … (…)"
  std::string text() const {
    std::string out = file;
    if (line > 0) out += " line " + std::to_string(line);
    out += ": " + message;
    if (!remedy.empty()) out += " (" + remedy + ")";
    return out;
  }
};
using Problems = std::vector<Problem>;

}  // namespace curante::kernel
