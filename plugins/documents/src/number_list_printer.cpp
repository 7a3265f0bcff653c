// SPDX-License-Identifier: Apache-2.0
#include "number_list_printer.hpp"

#include <cstdio>

#include "pdf_surface.hpp"
#include "sheet.hpp"

namespace curante::documents {
namespace {

constexpr size_t most_numbers = 40;
constexpr size_t to_a_page = 10;
constexpr double top = 770, step = 68;

std::string italian_date(Date date) {
  const auto day = date.ymd();
  char text[32];
  std::snprintf(text, sizeof text, "%02u/%02u/%04d", static_cast<unsigned>(day.day()),
                static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
  return text;
}

void head(Sheet& sheet, const std::string& holder_hint) {
  sheet.write({Sheet::left, 806, Sheet::right - Sheet::left, 14, 0, 8, false, false, true},
              "Ricette elettroniche");
  sheet.write({Sheet::left, 790, Sheet::right - Sheet::left, 9},
              "Mostrare in farmacia, insieme alla tessera sanitaria." +
                  (holder_hint.empty() ? std::string() : " Codice fiscale: " + holder_hint));
}

void entry(Sheet& sheet, const RecipeNumber& it, double bottom) {
  sheet.line(Sheet::left, bottom + step - 8, Sheet::right);
  sheet.write({Sheet::left, bottom + 26, 130, 10, 0, 6, false, false, true},
              it.white ? "Ricetta bianca (NRBE)" : "Ricetta SSN (NRE)");
  sheet.write({Sheet::left, bottom + 12, 130, 9}, "del " + italian_date(it.issued));
  // Code 39 carries no mark for "continued": the pharmacy's programs read these two in turn.
  const size_t cut = it.white ? 0 : 5;
  if (cut > 0 && it.number.size() > cut) {
    sheet.barcode(180, bottom + 6, it.number.substr(0, cut));
    sheet.barcode(320, bottom + 6, it.number.substr(cut));
  } else {
    sheet.barcode(180, bottom + 6, it.number);
  }
}

}  // namespace

Bytes NumberListPrinter::print(const PrintNumbers& request) {
  if (request.numbers.empty() || request.numbers.size() > most_numbers) {
    throw Error("numbers-missing", "un elenco di ricette ne ha da una a quaranta",
                "scegliere almeno una ricetta accettata");
  }
  const std::lock_guard lock(mutex_);
  PdfSurface pdf(Sheet::page_width, Sheet::page_height, "Elenco di ricette elettroniche", "");
  for (size_t at = 0; at < request.numbers.size(); at += to_a_page) {
    Sheet sheet(pdf.page(), typesetter_);
    head(sheet, request.holder_hint);
    for (size_t i = at; i < request.numbers.size() && i < at + to_a_page; ++i) {
      entry(sheet, request.numbers[i], top - step * static_cast<double>(i - at + 1));
    }
    pdf.end_page();
  }
  return pdf.finish();
}

}  // namespace curante::documents
