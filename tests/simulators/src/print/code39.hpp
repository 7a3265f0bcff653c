// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

namespace sistema_ts {

/// A bar of a barcode: where it begins and how wide it is.
struct Bar {
  double left;
  double width;
};

/// The bars of `text` in Code 39, start and stop character added, as the service draws them: narrow
/// 0.8 pt, wide 1.6 pt, gap 0.8 pt. Characters outside 0-9 A-Z throw std::invalid_argument.
std::vector<Bar> code39(std::string_view text);

}  // namespace sistema_ts
