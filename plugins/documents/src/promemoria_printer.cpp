// SPDX-License-Identifier: Apache-2.0
#include "promemoria_printer.hpp"

#include <algorithm>

#include "code39.hpp"
#include "curante/error.hpp"
#include "pdf_surface.hpp"

namespace curante::documents {
namespace {

constexpr double page_width = 595;
constexpr double page_height = 842;
constexpr double left = 37;
constexpr double right = 558;
constexpr double module = 0.8;  // narrow bar
constexpr double bar_height = 24;
constexpr double row_height = 20;
constexpr double table_top = 657.69;  // under its head
constexpr double body = 8, small = 6;

/// One page being drawn. Positions are in points from the bottom left; the names are the labels.
class Sheet {
 public:
  Sheet(cairo_t* cairo, Typesetter& typesetter) : cairo_(cairo), typesetter_(typesetter) {}

  void draw(const PromemoriaPage& page) {
    head(page);
    patient(page);
    entitlement(page);
    table(page);
    foot(page);
  }

 private:
  void head(const PromemoriaPage& page) {
    write({left, 812, 236, 10}, "SERVIZIO SANITARIO NAZIONALE");
    write({278.26, 812, right - 278.26, 10}, "RICETTA ELETTRONICA - PROMEMORIA PER L'ASSISTITO");
    box(35, 772.34, 157.5, 37.66);
    box(192.5, 772.34, 367.5, 37.66);
    write({left, 798, 152, 10, 22}, page.region);
    barcode(289.71, 774.34, page.nre.substr(0, 5));
    barcode(376.25, 774.34, page.nre.substr(5));
  }

  void patient(const PromemoriaPage& page) {
    write({left, 746.34, 60, body}, "COGNOME E");
    write({left, 738.34, 60, body}, "NOME:");
    barcode(367.05, 722.69, page.fiscal_code);
    write({left, 712.69, 60, body}, "INDIRIZZO:");
    const bool shown = !page.obscured;
    // The name may take three lines, down to the address; it ends before the barcode's quiet zone.
    if (shown) write({100, 746.34, 255, body, 27}, page.patient_name);
    const auto value = [&](const std::string& text) { return shown ? text : std::string(); };
    write({100, 712.69, right - 100, body, 18, 4},
          value(page.street) + "    CAP: " + value(page.postal_code) +
              "  COMUNE: " + value(page.municipality) + "  PROV: " + value(page.address_province));
  }

  void entitlement(const PromemoriaPage& page) {
    line(35, 691.48, 555.4);
    row(684.69, "ESENZIONE: ", page.exemption, left, 166);
    row(684.69, "SIGLA PROVINCIA: ", page.province, 168.25, 271);
    row(684.69, "CODICE ASL: ", page.asl_code, 273.25, 360);
    row(684.69, "DISPOSIZIONI REGIONALI: ", page.regional_provisions, 362.5, right);
    row(674.69, "TIPOLOGIA PRESCRIZIONE(S,H): ", page.kind, left, 166);
    row(674.69, "ALTRO: ", page.other, 168.25, 271);
    row(674.69, "PRIORITA' PRESCRIZIONE(U,B,D,P): ", page.priority, 273.25, right);
  }

  void table(const PromemoriaPage& page) {
    cells(table_top, 10);
    write(centred(266, 659.69, small, 458), "PRESCRIZIONE");
    write(centred(512.75, 659.69, small, 29), "QTA'");
    write(centred(544.25, 659.69, small, 29), "NOTA");
    double bottom = table_top;
    for (const PromemoriaLine& item : page.lines) {
      bottom -= row_height;
      cells(bottom, row_height);
      description(item, bottom);
      write(centred(512.75, bottom + 10, body, 29), std::to_string(item.quantity));
      write(centred(544.25, bottom + 10, body, 29),
            item.aifa_note.empty() ? "---" : item.aifa_note);
    }
    // The SAC's place for what follows leaves no room under an eighth row: it moves down a line.
    drop_ = std::max(0.0, 499.69 + 9.5 - bottom);
  }

  /// A remark stands in small print under the text, or behind it when the text needs the whole row.
  void description(const PromemoriaLine& item, double bottom) {
    constexpr double width = 458;
    const bool short_text = typesetter_.width_of(item.text, body) <= width;
    if (short_text && !item.remark.empty()) {
      write({left, bottom + 10, width, body}, item.text);
      write({left, bottom + 1.7, width, 5.5, 0, 4}, item.remark);
      return;
    }
    const std::string whole = item.remark.empty() ? item.text : item.text + "  -  " + item.remark;
    write({left, bottom + 10, width, body, 17.2, 4}, whole);
  }

  void foot(const PromemoriaPage& page) {
    pair(499.69, "QUESITO DIAGNOSTICO: ", page.diagnosis, left, right);
    int packs = 0;
    for (const PromemoriaLine& item : page.lines) packs += item.quantity;
    pair(487.69, "N.CONFEZIONI/PRESTAZIONI: ", std::to_string(packs), left, 175);
    pair(487.69, "TIPO RICETTA: ", page.recipe_type, 177, 286);
    pair(487.69, "DATA: ", page.date, 287.83, 367);
    pair(487.69, "CODICE FISCALE MEDICO: ", page.doctor_code, 369.5, right);
    write({left, 475.69 - drop_, 260, body, 0, 5, true},
          "CODICE AUTENTICAZIONE: " + page.authentication_code);
    pair(475.69, "COGNOME E NOME DEL MEDICO:  ", page.doctor_name, 299.5, right, 11.8);
    write({107.44, 463.69 - drop_, right - 107.44, body, 0, 5, true},
          "Rilasciato ai sensi dell'art.11, comma 16 del DL 31 mag 2010,n.78 e "
          "dell'art.1, comma 4 del DM 2 nov 2011");
    write({left, 451.69 - drop_, right - left, body, 38}, page.regional_phrase);
  }

  void write(const Slot& slot, std::string_view text) {
    typesetter_.write(cairo_, page_height, slot, text);
  }

  static Slot centred(double x, double baseline, double size, double width) {
    Slot slot{x, baseline, width, size};
    slot.smallest = 4;
    slot.centred = true;
    return slot;
  }

  /// A label and its value in small print, ending before `to`.
  void row(double baseline, std::string_view label, const std::string& value, double x, double to) {
    const double used = typesetter_.write(cairo_, page_height, {x, baseline, to - x, small}, label);
    Slot slot{x + used, baseline, to - x - used, small};
    slot.smallest = 4;
    write(slot, value);
  }

  /// The same at full size under the table. `height` lets the value take more than a line.
  void pair(double baseline, std::string_view label, const std::string& value, double x, double to,
            double height = 0) {
    const double y = baseline - drop_;
    const double used = typesetter_.write(cairo_, page_height, {x, y, to - x, body}, label);
    write({x + used, y, to - x - used, body, height}, value);
  }

  /// Bars stand 9.66 above `y`, what they say is written under them.
  void barcode(double x, double y, const std::string& text) {
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

  void cells(double bottom, double height) {
    box(35, bottom, 462, height);
    box(497, bottom, 31.5, height);
    box(528.5, bottom, 31.5, height);
  }

  void box(double x, double y, double width, double height) {
    cairo_set_line_width(cairo_, 0.5);
    cairo_rectangle(cairo_, x, page_height - y - height, width, height);
    cairo_stroke(cairo_);
  }

  void line(double from, double y, double to) {
    cairo_set_line_width(cairo_, 0.6);
    cairo_move_to(cairo_, from, page_height - y);
    cairo_line_to(cairo_, to, page_height - y);
    cairo_stroke(cairo_);
  }

  cairo_t* cairo_;
  Typesetter& typesetter_;
  double drop_ = 0;  ///< how far the text under the table had to move down
};

void demand_complete(const PromemoriaPage& page) {
  const bool whole = page.nre.size() == 15 && !page.fiscal_code.empty() && !page.lines.empty() &&
                     page.lines.size() <= PromemoriaPage::max_lines;
  if (whole) return;
  throw Error("promemoria-incomplete",
              "al promemoria servono NRE, codice fiscale e da una a otto righe",
              "verificare la ricetta in Gestione Studio");
}

}  // namespace

Bytes PromemoriaPrinter::print(std::span<const PromemoriaPage> pages) {
  for (const PromemoriaPage& page : pages) demand_complete(page);
  const std::lock_guard lock(mutex_);
  PdfSurface pdf(page_width, page_height, "Promemoria di ricetta elettronica",
                 pages.empty() ? std::string() : pages.front().created_at);
  for (const PromemoriaPage& page : pages) {
    Sheet(pdf.page(), typesetter_).draw(page);
    pdf.end_page();
  }
  return pdf.finish();
}

}  // namespace curante::documents
