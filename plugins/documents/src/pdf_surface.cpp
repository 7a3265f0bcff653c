// SPDX-License-Identifier: Apache-2.0
#include "pdf_surface.hpp"

#include <cairo-pdf.h>

#include <new>

#include "curante/error.hpp"

namespace curante::documents {
namespace {

cairo_status_t append(void* out, const unsigned char* data, unsigned size) {
  try {
    static_cast<Bytes*>(out)->insert(static_cast<Bytes*>(out)->end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
  } catch (const std::bad_alloc&) {
    return CAIRO_STATUS_NO_MEMORY;
  }
}

void demand_success(cairo_status_t status) {
  if (status == CAIRO_STATUS_SUCCESS) return;
  throw Error("document-not-drawn",
              std::string("il documento non è stato disegnato: ") + cairo_status_to_string(status),
              "riprovare; se il problema resta, riavviare il servizio");
}

}  // namespace

PdfSurface::PdfSurface(double width, double height, const std::string& title,
                       const std::string& created_at)
    : surface_(cairo_pdf_surface_create_for_stream(append, &out_, width, height),
               cairo_surface_destroy),
      cairo_(nullptr, cairo_destroy) {
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  if (!created_at.empty()) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   created_at.c_str());
  }
  cairo_.reset(cairo_create(surface_.get()));
}

void PdfSurface::end_page() {
  cairo_show_page(cairo_.get());
}

Bytes PdfSurface::finish() {
  demand_success(cairo_status(cairo_.get()));
  cairo_.reset();
  cairo_surface_finish(surface_.get());
  demand_success(cairo_surface_status(surface_.get()));
  return std::move(out_);
}

}  // namespace curante::documents
