// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace curante::documents {

/// A black bar, in modules (the narrow bar's width) from the symbol's left edge.
struct Bar {
  double at = 0;
  double width = 0;
};

struct Code39 {
  std::vector<Bar> bars;
  double modules = 0;  ///< width of the whole symbol, without quiet zones
};

/// Code 39 without check character, wide bars twice the narrow ones, start and stop included.
/// Throws Error{"barcode-invalid"} for a text that Code 39 cannot carry, and for an empty one.
Code39 code39(std::string_view text);

}  // namespace curante::documents
