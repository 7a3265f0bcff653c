// SPDX-License-Identifier: Apache-2.0
#include "sheet.hpp"

#include <cairo-pdf.h>

#include <memory>

#include "code39.hpp"
#include "curante/error.hpp"

namespace curante::documents {
namespace {

constexpr double module = 0.8;  // narrow bar
constexpr double bar_height = 24;

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

Bytes drawn_pdf(const std::string& title, const std::string& created_at,
                const std::function<void(cairo_t*)>& draw) {
  Bytes out;
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_pdf_surface_create_for_stream(append, &out, Sheet::page_width, Sheet::page_height),
      cairo_surface_destroy);
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  if (!created_at.empty()) {
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   created_at.c_str());
  }
  {
    const std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo(cairo_create(surface.get()),
                                                             cairo_destroy);
    draw(cairo.get());
    demand_success(cairo_status(cairo.get()));
  }
  cairo_surface_finish(surface.get());
  demand_success(cairo_surface_status(surface.get()));
  return out;
}

}  // namespace curante::documents
