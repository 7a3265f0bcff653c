// SPDX-License-Identifier: Apache-2.0
#include "promemoria_printer.hpp"

#include <algorithm>

#include "curante/error.hpp"
#include "pdf_surface.hpp"
#include "printed_text.hpp"
#include "sheet.hpp"

namespace curante::documents {
namespace {

constexpr double left = Sheet::left, right = Sheet::right;
constexpr double body = Sheet::body, small = Sheet::small;
constexpr double row_height = 20;
constexpr double table_top = 657.69;  // under its head

/// One promemoria being drawn; the names are the labels.
class Promemoria {
 public:
  explicit Promemoria(Sheet& sheet) : sheet_(sheet) {}

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
    sheet_.box(35, 772.34, 157.5, 37.66);
    sheet_.box(192.5, 772.34, 367.5, 37.66);
    write({left, 798, 152, 10, 22}, page.region);
    sheet_.barcode(289.71, 774.34, page.nre.substr(0, 5));
    sheet_.barcode(376.25, 774.34, page.nre.substr(5));
  }

  void patient(const PromemoriaPage& page) {
    write({left, 746.34, 60, body}, "COGNOME E");
    write({left, 738.34, 60, body}, "NOME:");
    if (!page.fiscal_code.empty()) sheet_.barcode(367.05, 722.69, page.fiscal_code);
    write({left, 712.69, 60, body}, "INDIRIZZO:");
    const bool shown = !page.obscured;
    // The name may take three lines, down to the address; it ends before the barcode's quiet zone.
    // Where somebody else insures the patient, that is told under it, and two must do.
    const bool insured = !page.insurance.empty();
    write({100, 746.34, 255, body, insured ? 18.0 : 27.0},
          shown ? std::string_view(page.patient_name) : obscured_statement);
    if (insured) write({left, 729, 318, small, 15, 4.5}, page.insurance);
    const auto value = [&](const std::string& text) { return shown ? text : std::string(); };
    write({100, 712.69, right - 100, body, 18, 4},
          value(page.street) + "    CAP: " + value(page.postal_code) +
              "  COMUNE: " + value(page.municipality) + "  PROV: " + value(page.address_province));
  }

  void entitlement(const PromemoriaPage& page) {
    sheet_.line(35, 691.48, 555.4);
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
    const double room = bottom - (499.69 + 9.5);
    drop_ = std::max(0.0, -room);
    room_ = std::max(0.0, room);
  }

  /// A remark stands in small print under the text, or behind it when one of them needs the whole
  /// row: neither a dose nor a number of sessions may be cut off.
  void description(const PromemoriaLine& item, double bottom) {
    constexpr double width = 458;
    constexpr double smallest = 4;
    const bool short_text = sheet_.width_of(item.text, body) <= width &&
                            sheet_.width_of(item.remark, smallest) <= width;
    if (short_text && !item.remark.empty()) {
      write({left, bottom + 10, width, body}, item.text);
      write({left, bottom + 1.7, width, 5.5, 0, smallest}, item.remark);
      return;
    }
    const std::string whole = item.remark.empty() ? item.text : item.text + "  -  " + item.remark;
    write({left, bottom + 10, width, body, 17.2, smallest}, whole);
  }

  /// On two lines where it needs them: the first moves up to where the table ends, so that what
  /// stands below keeps its place. Under an eighth row nothing is left but smaller print.
  void question(const std::string& text) {
    constexpr std::string_view label = "QUESITO DIAGNOSTICO: ";
    const double width = right - left - sheet_.width_of(label, body);
    const bool two = sheet_.width_of(text, body) > width;
    const double up = two ? std::min(8.5, room_) : 0;
    pair(499.69 + up, label, text, left, right, two ? 11.8 + up : 0);
  }

  void foot(const PromemoriaPage& page) {
    question(page.diagnosis);
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

  void write(const Slot& slot, std::string_view text) { sheet_.write(slot, text); }
  static Slot centred(double x, double baseline, double size, double width) {
    return Sheet::centred(x, baseline, size, width);
  }
  void row(double baseline, std::string_view label, const std::string& value, double x, double to) {
    sheet_.row(baseline, label, value, x, to);
  }
  /// What stands under the table moves down with it.
  void pair(double baseline, std::string_view label, const std::string& value, double x, double to,
            double height = 0) {
    sheet_.pair(baseline - drop_, label, value, x, to, height);
  }

  void cells(double bottom, double height) {
    sheet_.box(35, bottom, 462, height);
    sheet_.box(497, bottom, 31.5, height);
    sheet_.box(528.5, bottom, 31.5, height);
  }

  Sheet& sheet_;
  double drop_ = 0;  ///< how far the text under the table had to move down
  double room_ = 0;  ///< how far its first line could move up
};

void demand_complete(const PromemoriaPage& page) {
  const bool known = !page.fiscal_code.empty() || !page.insurance.empty();
  const bool whole = page.nre.size() == 15 && known && !page.lines.empty() &&
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
  PdfSurface pdf(Sheet::page_width, Sheet::page_height, "Promemoria di ricetta elettronica",
                 pages.empty() ? std::string() : pages.front().created_at);
  for (const PromemoriaPage& page : pages) {
    Sheet sheet(pdf.page(), typesetter_);
    Promemoria(sheet).draw(page);
    pdf.end_page();
  }
  return pdf.finish();
}

}  // namespace curante::documents
