// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curante::documents {

/// Where a value stands on the red form, in millimetres from its top left.
struct RedFormField {
  std::string name;
  double x = 0;
  double baseline = 0;
  double width = 0;
  double size = 9;    ///< of letters, in points
  double height = 0;  ///< from the first line's top; 0: one line only
  double box = 0;     ///< width of a box for one letter; 0: running text
};

/// Reads data/red_form.csv. Throws Error{"red-form-table"} naming the line.
std::vector<RedFormField> red_form_fields(std::string_view table);

}  // namespace curante::documents
