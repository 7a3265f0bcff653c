// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "curante/bytes.hpp"
#include "red_form_table.hpp"
#include "red_form_text.hpp"
#include "typesetter.hpp"

namespace curante::documents {

/// Draws what is printed onto a red form: values in their places, nothing of the form itself.
/// The form lies landscape, 210 x 148 mm [U]. Safe to use from several threads; they take turns.
class RedFormPrinter {
 public:
  explicit RedFormPrinter(const std::string& families);

  /// Equal input, equal octets. Throws Error{"red-form-place"} for margins beyond 50 mm, and
  /// Error{"barcode-invalid"}.
  Bytes print(const RedFormValues& values, const RedFormPlace& place,
              const std::string& created_at);

 private:
  void draw(cairo_t* page, const RedFormValues& values, bool bold);

  std::mutex mutex_;
  Typesetter typesetter_;
  std::vector<RedFormField> fields_;
};

}  // namespace curante::documents
