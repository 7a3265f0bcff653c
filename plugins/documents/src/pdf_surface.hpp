// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cairo.h>

#include <memory>
#include <string>

#include "curante/bytes.hpp"

namespace curante::documents {

/// A PDF file being drawn, page after page. Its data say what it is, and nothing of a patient.
class PdfSurface {
 public:
  /// In points. `created_at`: ISO 8601, or empty; equal input, equal octets.
  PdfSurface(double width, double height, const std::string& title, const std::string& created_at);

  cairo_t* page() { return cairo_.get(); }
  /// The page is done; what is drawn next stands on another.
  void end_page();
  /// The file. Throws Error{"document-not-drawn"}. Nothing may be drawn afterwards.
  Bytes finish();

 private:
  Bytes out_;
  std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface_;
  std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo_;
};

}  // namespace curante::documents
