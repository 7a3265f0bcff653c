// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "curante/bytes.hpp"
#include "red_form_table.hpp"
#include "red_form_text.hpp"
#include "typesetter.hpp"

namespace curante::documents {

/// Draws what is printed onto a red form: values in their places, nothing of the form itself; and a
/// page by which to find the printer's margins.
/// The form lies landscape, 210 x 148 mm [U]. Safe to use from several threads; they take turns.
class RedFormPrinter {
 public:
  explicit RedFormPrinter(const std::string& families);

  /// Equal input, equal octets. Throws Error{"red-form-place"} for margins beyond 50 mm, and
  /// Error{"barcode-invalid"}.
  Bytes print(const RedFormValues& values, const RedFormPlace& place,
              const std::string& created_at);
  /// Rulers from the form's corner and the frame and name of each field. Throws as `print`.
  Bytes test_page(const RedFormPlace& place, const std::string& created_at);

 private:
  /// A page of the sheet that lies in the printer, with the form's corner where `place` puts it.
  template <class Draw>
  Bytes on_page(const RedFormPlace& place, const char* title, const std::string& created_at,
                Draw&& draw);
  void draw(cairo_t* page, const RedFormValues& values, bool bold);
  void draw_rulers(cairo_t* page);
  void draw_frames(cairo_t* page);
  void write_small(cairo_t* page, double x_mm, double baseline_mm, const std::string& text);

  std::mutex mutex_;
  Typesetter typesetter_;
  std::vector<RedFormField> fields_;
};

}  // namespace curante::documents
