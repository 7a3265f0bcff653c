// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cairo.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>

namespace curante::documents {

/// Deletes what GObject counts.
struct Unref {
  void operator()(gpointer object) const { g_object_unref(object); }
};

/// Where a text goes, in points from the page's bottom left, as PDF counts.
struct Slot {
  double x = 0;
  double baseline = 0;  ///< of the first line at full size
  double width = 0;
  double size = 8;    ///< of the letters; made smaller, down to `smallest`, for a text that is long
  double height = 0;  ///< from the first line's top; 0: one line only
  double smallest = 5;
  bool oblique = false;
  bool centred = false;  ///< `x` is the middle
  bool bold = false;
};

/// Sets text on a page so that nothing runs into its neighbour: a text that does not fit is wrapped
/// where the slot is high enough, then made smaller, and only at the end cut with an ellipsis.
///
/// Keeps its fonts from page to page (loading them is what makes the first page slow). Letters are
/// narrowed to the widths of the state's own promemoria, whatever the installed face.
/// For one thread at a time.
class Typesetter {
 public:
  /// `families` in order of preference. Throws Error{"fonts-missing"} when there is no font at all.
  explicit Typesetter(const std::string& families);

  /// Writes on a page of `page_height` points. Returns the width of what was written.
  double write(cairo_t* page, double page_height, const Slot& slot, std::string_view text);
  /// Width of the text on one line at this size.
  double width_of(std::string_view text, double size);

 private:
  void set(std::string_view text, double size, bool oblique, bool bold = false);
  void fit(const Slot& slot, std::string_view text);
  bool fits(const Slot& slot) const;

  std::unique_ptr<PangoFontMap, Unref> fonts_;
  std::unique_ptr<PangoContext, Unref> context_;
  std::unique_ptr<PangoLayout, Unref> layout_;
  std::string families_;
  double narrowing_ = 1;    ///< horizontal scale
  double full_ascent_ = 0;  ///< of the text being set, before it is made smaller
};

}  // namespace curante::documents
