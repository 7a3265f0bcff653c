// SPDX-License-Identifier: Apache-2.0
#include "info/info_document.hpp"

#include <algorithm>
#include <cstdlib>

using namespace curante::kernel;

namespace {

/// Lines are true ones, in order, at most 16 levels deep.
void check(const InfoNode& node, int& line, int last, int depth) {
  if (depth > 17) std::abort();
  for (const InfoNode& child : node.children) {
    if (child.line < line || child.line > last) std::abort();
    line = child.line;
    check(child, line, last, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Problems problems;
  const auto root = read_info(text, "f", problems);
  if (root.has_value() != problems.empty()) std::abort();
  for (const Problem& problem : problems) {
    // The scan and the parser must split every text alike. The whole message: another may quote it.
    if (problem.message == "the file cannot be read unambiguously") std::abort();
  }
  if (!root) return 0;
  int line = 1;
  check(*root, line, 1 + static_cast<int>(std::count(text.begin(), text.end(), '\n')), 1);
  return 0;
}
