// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cairo.h>

#include <string>

#include "typesetter.hpp"

namespace curante::documents {

/// An A4 page being drawn. Positions are in points from the bottom left, as PDF counts.
/// For one thread at a time.
class Sheet {
 public:
  static constexpr double page_width = 595, page_height = 842;
  static constexpr double left = 37, right = 558;
  static constexpr double body = 8, small = 6;

  Sheet(cairo_t* cairo, Typesetter& typesetter) : cairo_(cairo), typesetter_(typesetter) {}

  /// Returns the width of what was written.
  double write(const Slot& slot, std::string_view text) {
    return typesetter_.write(cairo_, page_height, slot, text);
  }
  double width_of(std::string_view text, double size) { return typesetter_.width_of(text, size); }

  static Slot centred(double x, double baseline, double size, double width);
  /// A label and its value in small print, ending before `to`.
  void row(double baseline, std::string_view label, const std::string& value, double x, double to);
  /// The same at full size. `height` lets the value take more than a line.
  void pair(double baseline, std::string_view label, const std::string& value, double x, double to,
            double height = 0);
  /// Code 39 whose bars stand 9.66 above `y`; what they say is written under them.
  void barcode(double x, double y, const std::string& text);
  void box(double x, double y, double width, double height);
  void line(double from, double y, double to);

 private:
  cairo_t* cairo_;
  Typesetter& typesetter_;
};

}  // namespace curante::documents
