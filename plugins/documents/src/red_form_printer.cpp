// SPDX-License-Identifier: Apache-2.0
#include "red_form_printer.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

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

/// What people call a field; of what has no name of its own, nothing.
std::string_view title_of(std::string_view field) {
  constexpr std::pair<std::string_view, std::string_view> titles[] = {
      {"region", "regione"},
      {"code1", "codice a barre"},
      {"code2", "codice a barre"},
      {"name", "cognome e nome"},
      {"fiscal_code", "codice fiscale"},
      {"address", "indirizzo"},
      {"insurance", "tessera SASN"},
      {"not_exempt", "N"},
      {"exemption", "esenzione"},
      {"income", "R"},
      {"province", "provincia"},
      {"asl", "ASL"},
      {"suggested", "S"},
      {"home_visit", "visita"},
      {"priority_u", "U"},
      {"priority_b", "B"},
      {"priority_d", "D"},
      {"priority_p", "P"},
      {"patient_kind", "tipo ricetta"},
      {"line1", "prescrizione"},
      {"quantity1", "quantità"},
      {"note1", "nota"},
      {"diagnosis", "diagnosi"},
      {"pieces", "pezzi"},
      {"date", "data"},
      {"doctor", "medico"}};
  for (const auto& [name, title] : titles) {
    if (name == field) return title;
  }
  return {};
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

/// 2.5 is "2,5".
std::string in_italian(double number) {
  std::string text = fmt::format("{:g}", number);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
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

template <class Draw>
Bytes RedFormPrinter::on_page(const RedFormPlace& place, const char* title,
                              const std::string& created_at, Draw&& draw) {
  demand_place(place);
  const std::lock_guard lock(mutex_);
  const double height = place.a4 ? a4_height : form_height;
  const double page_width = place.upright && !place.a4 ? height : form_width;
  const double page_height = place.upright && !place.a4 ? form_width : height;
  PdfSurface pdf(page_width, page_height, title, created_at);
  cairo_t* page = pdf.page();
  if (place.upright) {
    // Upright sheets come out turned by a quarter: on A4 the form fills the sheet's other half.
    cairo_translate(page, place.a4 ? form_height : page_width, 0);
    cairo_rotate(page, M_PI / 2);
  }
  cairo_translate(page, place.left_mm * mm, place.top_mm * mm);
  draw(page);
  pdf.end_page();
  return pdf.finish();
}

Bytes RedFormPrinter::print(const RedFormValues& values, const RedFormPlace& place,
                            const std::string& created_at) {
  return on_page(place, "Ricetta SSN", created_at,
                 [&](cairo_t* page) { draw(page, values, place.bold); });
}

Bytes RedFormPrinter::test_page(const RedFormPlace& place, const std::string& created_at) {
  return on_page(place, "Prova di stampa", created_at, [&](cairo_t* page) {
    draw_rulers(page);
    draw_frames(page);
    write_small(page, 12, 23,
                fmt::format("PROVA DI STAMPA - margine sinistro {} mm, superiore {} mm: lo zero "
                            "dei righelli deve cadere sull'angolo della ricetta",
                            in_italian(place.left_mm), in_italian(place.top_mm)));
  });
}

void RedFormPrinter::write_small(cairo_t* page, double x_mm, double baseline_mm,
                                 const std::string& text) {
  Slot slot{x_mm * mm, form_height - baseline_mm * mm, form_width, 5};
  typesetter_.write(page, form_height, slot, text);
}

/// A mark each millimetre, longer each five, and its number each ten.
void RedFormPrinter::draw_rulers(cairo_t* page) {
  cairo_set_line_width(page, 0.3);
  const auto length_of = [](int at) { return at % 10 == 0 ? 4.0 : at % 5 == 0 ? 3.0 : 1.5; };
  for (int at = 0; at <= 210; ++at) {
    cairo_move_to(page, at * mm, 0);
    cairo_line_to(page, at * mm, length_of(at) * mm);
    if (at % 10 == 0) write_small(page, at + 0.5, 5.5, std::to_string(at));
  }
  for (int at = 0; at <= 148; ++at) {
    cairo_move_to(page, 0, at * mm);
    cairo_line_to(page, length_of(at) * mm, at * mm);
    if (at % 10 == 0 && at > 0) write_small(page, 4.5, at + 0.7, std::to_string(at));
  }
  cairo_stroke(page);
}

void RedFormPrinter::draw_frames(cairo_t* page) {
  cairo_set_line_width(page, 0.4);
  for (const RedFormField& field : fields_) {
    const bool bars = field.size == 0;
    const double letters = field.size / mm;
    const double top = bars ? field.baseline : field.baseline - letters * 0.8;
    const double height = field.height > 0 ? field.height : letters;
    cairo_rectangle(page, field.x * mm, top * mm, field.width * mm, height * mm);
    // The boxes of a code, one a letter: each must fall onto one of the form's.
    for (double at = field.box; field.box > 0 && at < field.width; at += field.box) {
      cairo_move_to(page, (field.x + at) * mm, top * mm);
      cairo_line_to(page, (field.x + at) * mm, (top + height) * mm);
    }
    cairo_stroke(page);
    write_small(page, field.x + 0.4, top - 0.4, std::string(title_of(field.name)));
  }
}

}  // namespace curante::documents
