// SPDX-License-Identifier: Apache-2.0
#include "sheet.hpp"

#include "code39.hpp"

namespace curante::documents {
namespace {

constexpr double module = 0.8;  // narrow bar
constexpr double bar_height = 24;

}  // namespace

Slot Sheet::centred(double x, double baseline, double size, double width) {
  Slot slot{x, baseline, width, size};
  slot.smallest = 4;
  slot.centred = true;
  return slot;
}

void Sheet::row(double baseline, std::string_view label, const std::string& value, double x,
                double to) {
  const double used = write({x, baseline, to - x, small}, label);
  Slot slot{x + used, baseline, to - x - used, small};
  slot.smallest = 4;
  write(slot, value);
}

void Sheet::pair(double baseline, std::string_view label, const std::string& value, double x,
                 double to, double height) {
  const double used = write({x, baseline, to - x, body}, label);
  write({x + used, baseline, to - x - used, body, height}, value);
}

void Sheet::barcode(double x, double y, const std::string& text) {
  const Code39 symbol = code39(text);
  cairo_set_source_rgb(cairo_, 0, 0, 0);
  for (const Bar& bar : symbol.bars) {
    cairo_rectangle(cairo_, x + bar.at * module, page_height - y - 9.66 - bar_height,
                    bar.width * module, bar_height);
  }
  cairo_fill(cairo_);
  const double width = symbol.modules * module;
  write(centred(x + width / 2, y + 1.66, body, width), "*" + text + "*");
}

void Sheet::box(double x, double y, double width, double height) {
  cairo_set_line_width(cairo_, 0.5);
  cairo_rectangle(cairo_, x, page_height - y - height, width, height);
  cairo_stroke(cairo_);
}

void Sheet::line(double from, double y, double to) {
  cairo_set_line_width(cairo_, 0.6);
  cairo_move_to(cairo_, from, page_height - y);
  cairo_line_to(cairo_, to, page_height - y);
  cairo_stroke(cairo_);
}

}  // namespace curante::documents
