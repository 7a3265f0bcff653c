// SPDX-License-Identifier: Apache-2.0
#include "white_printer.hpp"

#include <algorithm>

#include "pdf_surface.hpp"
#include "sheet.hpp"

namespace curante::documents {
namespace {

/// Article 87, which the SSN's promemoria cites, is about SSN recipes only: no law is named.
constexpr const char* hidden_patient = "Dati del paziente oscurati a sua richiesta";

constexpr double left = Sheet::left, right = Sheet::right;
constexpr double body = Sheet::body, small = Sheet::small;
constexpr double lowest = 60;      // nothing stands under it
constexpr double half_page = 458;  // the foot's place while all fits into the upper half

std::string labelled(std::string_view label, const std::string& value) {
  return value.empty() ? std::string() : std::string(label) + value;
}

/// What both papers do: pages, and where the next text goes.
class Paper {
 public:
  Paper(PdfSurface& pdf, Typesetter& typesetter) : pdf_(pdf), sheet_(pdf.page(), typesetter) {}

 protected:
  Sheet& sheet() { return sheet_; }
  /// Text over the whole width from `x`, on one line or two; the cursor goes below it.
  void flow(double x, double size, const std::string& text, bool oblique = false) {
    if (text.empty()) return;
    const double width = right - x, pitch = size * 1.25;
    const bool two = sheet_.width_of(text, size) > width;
    Slot slot{x, y_, width, size};
    slot.height = two ? pitch * 2 + 1 : 0;
    slot.smallest = 5;
    slot.oblique = oblique;
    sheet_.write(slot, text);
    y_ -= two ? pitch * 2 : pitch;
  }
  bool room_for(double height) const { return y_ - height > lowest; }
  void next_page(double top) {
    pdf_.end_page();
    y_ = top;
  }
  void end() { pdf_.end_page(); }

  double y_ = 0;  ///< baseline of the next text

 private:
  PdfSurface& pdf_;
  Sheet sheet_;
};

/// The white recipe itself, from the doctor's own pad.
class WhitePad : public Paper {
 public:
  using Paper::Paper;
  void draw(const WhitePage& page) {
    letterhead(page);
    patient(page);
    int number = 0;
    for (const WhiteLine& line : page.lines) {
      if (!room_for(90)) {
        next_page(800);
        sheet().write({left, 812, right - left, body}, "segue ricetta del " + page.date);
      }
      prescription(line, ++number);
    }
    foot(page);
    end();
  }

 private:
  void letterhead(const WhitePage& page) {
    sheet().write({left, 806, 285, 14}, page.doctor_name);
    sheet().write({left, 792, 285, 9}, page.qualification);
    sheet().write({left, 780, 285, 9}, page.in_place_of);
    double y = 812;
    for (const std::string& text : {page.doctor_address, labelled("Tel. ", page.doctor_phone),
                                    labelled("Iscrizione all'albo: ", page.register_number),
                                    labelled("Codice fiscale: ", page.doctor_code)}) {
      if (text.empty()) continue;
      const bool two = sheet().width_of(text, body) > right - 335;
      sheet().write({335, y, right - 335, body, two ? 20.0 : 0.0}, text);
      y -= two ? 20 : 10;
    }
    sheet().line(35, 767, 560);
    sheet().write({left, 752, 200, 11}, "RICETTA MEDICA");
    sheet().write({335, 752, right - 335, 9}, page.charge);
  }

  void patient(const WhitePage& page) {
    sheet().box(35, 706, 525, 36);
    if (!page.obscured) {
      sheet().pair(728, "Paziente:  ", page.patient_name, 41, 380);
      sheet().pair(714, "Indirizzo:  ", page.patient_address, 41, 552);
    } else {
      sheet().write({41, 721, 330, body}, hidden_patient);
    }
    sheet().pair(page.obscured ? 721 : 728, "Codice fiscale:  ", page.fiscal_code, 392, 552);
    y_ = 688;
  }

  void prescription(const WhiteLine& line, int number) {
    constexpr double indent = 56;
    sheet().write({left, y_, indent - left, 10}, std::to_string(number) + ".");
    flow(indent, 10, line.text);
    flow(indent, 9, line.packs);
    flow(indent, 9, labelled("S.  ", line.posology));
    flow(indent, body, line.remark);
    flow(indent, body, line.repeat, true);
    y_ -= 8;
  }

  void foot(const WhitePage& page) {
    y_ = std::min(half_page, y_ - 16);
    if (!room_for(0)) next_page(790);
    sheet().write({left, y_, 250, 9},
                  page.place.empty() ? "Data: " + page.date : page.place + ", " + page.date);
    sheet().line(360, y_ - 8, 556);
    sheet().write(Sheet::centred(458, y_ - 17, 7, 196), "Firma del medico");
  }
};

/// What a patient shows at the pharmacy for an electronic white recipe.
class WhitePromemoria : public Paper {
 public:
  using Paper::Paper;
  void draw(const WhitePage& page) {
    head(page);
    patient(page);
    table_head(678);
    for (const WhiteLine& line : page.lines) {
      if (!room_for(60)) {
        next_page(800);
        table_head(800);
      }
      row(line);
    }
    foot(page);
    end();
  }

 private:
  void head(const WhitePage& page) {
    sheet().write({left, 812, 236, 10}, "RICETTA BIANCA ELETTRONICA");
    sheet().write({278.26, 812, right - 278.26, 10}, "PROMEMORIA PER L'ASSISTITO");
    sheet().box(35, 766, 285, 41);
    sheet().box(320, 766, 240, 41);
    sheet().write({41, 784, 60, 9}, "NRBE");
    sheet().barcode(110, 768, page.number);
    sheet().write({328, 784, 40, 9}, "PIN");
    if (page.pin.empty()) {
      sheet().write({356, 784, 200, body}, "da chiedere al medico");
      return;
    }
    sheet().barcode(372, 768, page.pin);
    sheet().write({470, 780, 84, 16}, page.pin);
  }

  void patient(const WhitePage& page) {
    sheet().write({left, 746.34, 60, body}, "COGNOME E");
    sheet().write({left, 738.34, 60, body}, "NOME:");
    sheet().barcode(367.05, 718, page.fiscal_code);
    sheet().write({100, 746.34, 255, body, 27}, page.obscured ? hidden_patient : page.patient_name);
    sheet().pair(706, "INDIRIZZO:  ", page.patient_address, left, right);
    sheet().line(35, 698, 560);
  }

  void table_head(double top) {
    cells(top, 10);
    sheet().write(Sheet::centred(250, top + 2, small, 428), "PRESCRIZIONE");
    sheet().write(Sheet::centred(481.75, top + 2, small, 29), "QTA'");
    sheet().write(Sheet::centred(528.75, top + 2, small, 60), "RIPETIBILE");
    y_ = top;
  }

  void row(const WhiteLine& line) {
    constexpr double height = 32, width = 424;
    y_ -= height;
    cells(y_, height);
    sheet().write({left, y_ + 22, width, body}, line.text);
    std::string how = line.posology;
    if (!line.remark.empty()) how += (how.empty() ? "" : "  -  ") + line.remark;
    sheet().write({left, y_ + 13, width, small, 0, 4}, how);
    Slot slot{left, y_ + 4, width, small};
    slot.smallest = 4;
    slot.oblique = true;
    sheet().write(slot, line.repeat);
    sheet().write(Sheet::centred(481.75, y_ + 14, body, 29), std::to_string(line.quantity));
    sheet().write(Sheet::centred(528.75, y_ + 14, body, 60), line.repeatable ? "RR" : "RNR");
  }

  void foot(const WhitePage& page) {
    y_ = std::min(510.0, y_ - 18);
    if (!room_for(60)) next_page(800);
    int packs = 0;
    for (const WhiteLine& line : page.lines) packs += line.quantity;
    sheet().pair(y_, "N. CONFEZIONI: ", std::to_string(packs), left, 175);
    sheet().pair(y_, "DATA: ", page.date, 177, 296);
    sheet().pair(y_, "CODICE FISCALE MEDICO: ", page.doctor_code, 299.5, right);
    sheet().pair(y_ - 12, "PROTOCOLLO: ", page.transaction, left, 296);
    const std::string name =
        page.doctor_name + (page.in_place_of.empty() ? "" : " (" + page.in_place_of + ")");
    sheet().pair(y_ - 12, "MEDICO: ", name, 299.5, right);
    sheet().pair(y_ - 24, "ISCRIZIONE ALBO: ", page.register_number, left, 296);
    sheet().pair(y_ - 24, "TELEFONO: ", page.doctor_phone, 299.5, right);
    sheet().pair(y_ - 36, "INDIRIZZO MEDICO: ", page.doctor_address, left, right);
    Slot note{left, y_ - 52, right - left, body};
    note.oblique = true;
    sheet().write(note, "Da presentare in farmacia. I farmaci sono a carico dell'assistito.");
  }

  void cells(double bottom, double height) {
    sheet().box(35, bottom, 431, height);
    sheet().box(466, bottom, 31.5, height);
    sheet().box(497.5, bottom, 62.5, height);
  }
};

}  // namespace

Bytes WhitePrinter::print(const WhitePage& page) {
  const std::lock_guard lock(mutex_);
  const bool electronic = !page.number.empty();
  PdfSurface pdf(Sheet::page_width, Sheet::page_height,
                 electronic ? "Promemoria di ricetta bianca elettronica" : "Ricetta bianca",
                 page.created_at);
  if (electronic) {
    WhitePromemoria(pdf, typesetter_).draw(page);
  } else {
    WhitePad(pdf, typesetter_).draw(page);
  }
  return pdf.finish();
}

}  // namespace curante::documents
