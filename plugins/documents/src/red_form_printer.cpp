// SPDX-License-Identifier: Apache-2.0
#include "red_form_printer.hpp"

#include <cairo-pdf.h>

#include <cmath>
#include <memory>

#include "code39.hpp"
#include "documents_tables.hpp"
#include "pdf_surface.hpp"

namespace curante::documents {
namespace {

constexpr double mm = 72 / 25.4;
constexpr double form_width = 210 * mm;
constexpr double form_height = 148 * mm;
constexpr double a4_height = 297 * mm;
constexpr double farthest_mm = 50;

std::string_view table() {
  for (const EmbeddedFile& file : embedded::documents_tables()) {
    if (file.name.ends_with("red_form.csv")) return file.content;
  }
  return {};
}

void demand_place(const RedFormPlace& place) {
  const auto sound = [](double margin) { return std::abs(margin) <= farthest_mm; };
  if (sound(place.left_mm) && sound(place.top_mm)) return;
  throw Error("red-form-place", "i margini della ricetta rossa vanno da -50 a 50 mm",
              "correggere i margini della stampante");
}

void draw_bars(cairo_t* page, const RedFormField& field, const std::string& text) {
  const Code39 symbol = code39(text);
  const double module = field.width * mm / symbol.modules;
  for (const Bar& bar : symbol.bars) {
    cairo_rectangle(page, field.x * mm + bar.at * module, field.baseline * mm, bar.width * module,
                    field.height * mm);
  }
  cairo_fill(page);
}

}  // namespace

RedFormPrinter::RedFormPrinter(const std::string& families)
    : typesetter_(families), fields_(red_form_fields(table())) {}

void RedFormPrinter::draw(cairo_t* page, const RedFormValues& values, bool bold) {
  for (const RedFormField& field : fields_) {
    const auto value = values.find(field.name);
    if (value == values.end() || value->second.empty()) continue;
    if (field.size == 0) {
      draw_bars(page, field, value->second);
      continue;
    }
    Slot slot{field.x * mm, form_height - field.baseline * mm, field.width * mm, field.size};
    slot.height = field.height * mm;
    slot.smallest = 4;
    slot.bold = bold;
    if (field.box == 0) {
      typesetter_.write(page, form_height, slot, value->second);
      continue;
    }
    // One letter a box, in its middle.
    slot.centred = true;
    slot.width = field.box * mm;
    for (size_t i = 0; i < value->second.size(); ++i) {
      slot.x = (field.x + (static_cast<double>(i) + 0.5) * field.box) * mm;
      typesetter_.write(page, form_height, slot, std::string_view(value->second).substr(i, 1));
    }
  }
}

Bytes RedFormPrinter::print(const RedFormValues& values, const RedFormPlace& place,
                            const std::string& created_at) {
  demand_place(place);
  const std::lock_guard lock(mutex_);
  const double height = place.a4 ? a4_height : form_height;
  const double page_width = place.upright && !place.a4 ? height : form_width;
  const double page_height = place.upright && !place.a4 ? form_width : height;
  PdfSurface pdf(page_width, page_height, "Ricetta SSN", created_at);
  cairo_t* page = pdf.page();
  if (place.upright) {
    // Upright sheets come out turned by a quarter: on A4 the form fills the sheet's other half.
    cairo_translate(page, place.a4 ? form_height : page_width, 0);
    cairo_rotate(page, M_PI / 2);
  }
  cairo_translate(page, place.left_mm * mm, place.top_mm * mm);
  draw(page, values, place.bold);
  pdf.end_page();
  return pdf.finish();
}

}  // namespace curante::documents
