// SPDX-License-Identifier: Apache-2.0
#include "print/promemoria.hpp"

#include <fmt/format.h>
#include <hpdf.h>

#include <memory>
#include <stdexcept>
#include <type_traits>

#include "print/code39.hpp"
#include "print/win_ansi.hpp"
#include "table.hpp"

namespace sistema_ts {
namespace {

constexpr double kPageWidth = 595;
constexpr double kPageHeight = 842;
constexpr size_t kRowsOnPage = 8;

enum class Face { upright, oblique };

/// What is drawn in the fonts every reader has, as the service does: so nothing is embedded.
class Page {
 public:
  Page()
      : document_(HPDF_New(nullptr, nullptr)),
        page_(HPDF_AddPage(document_.get())),
        fonts_{HPDF_GetFont(document_.get(), "Helvetica", "WinAnsiEncoding"),
               HPDF_GetFont(document_.get(), "Helvetica-Oblique", "WinAnsiEncoding")} {
    HPDF_SetCompressionMode(document_.get(), HPDF_COMP_ALL);
    HPDF_Page_SetWidth(page_, kPageWidth);
    HPDF_Page_SetHeight(page_, kPageHeight);
    HPDF_Page_SetLineWidth(page_, 0.5);
  }

  /// At a place in points from the lower left corner, as the layout is published.
  void text(double x, double y, double size, const std::string& what, Face face = Face::upright) {
    write(x, y, size, win_ansi(what), face);
  }

  /// Smaller letters if the text would be wider than its room.
  void fitted(double x, double y, double size, double room, const std::string& what,
              Face face = Face::upright) {
    const std::string octets = win_ansi(what);
    const double width = width_of(octets, size, face);
    write(x, y, width > room ? size * room / width : size, octets, face);
  }

  void box(double x, double y, double width, double height) {
    rectangle(x, y, width, height);
    HPDF_Page_Stroke(page_);
  }

  /// Code 39 with its text below, asterisks included.
  void barcode(double x, double y, const std::string& what) {
    double width = 0;
    for (const auto& bar : code39(what)) {
      rectangle(x + bar.left, y + 9.66, bar.width, 24);
      width = bar.left + bar.width;
    }
    HPDF_Page_Fill(page_);
    const std::string label = "*" + what + "*";
    const double label_width = width_of(label, 8, Face::upright);
    text(x + (width - label_width) / 2, y + 1.66, 8, label);
  }

  std::string finish() {
    HPDF_SaveToStream(document_.get());
    if (HPDF_GetError(document_.get()) != HPDF_OK) {  // the first thing that went wrong
      throw std::runtime_error("the promemoria could not be drawn");
    }
    std::string bytes(HPDF_GetStreamSize(document_.get()), '\0');
    auto size = static_cast<HPDF_UINT32>(bytes.size());
    HPDF_ReadFromStream(document_.get(), reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
    bytes.resize(size);
    return bytes;
  }

 private:
  struct Free {
    void operator()(std::remove_pointer_t<HPDF_Doc>* document) const { HPDF_Free(document); }
  };

  void rectangle(double x, double y, double width, double height) {
    HPDF_Page_Rectangle(page_, static_cast<float>(x), static_cast<float>(y),
                        static_cast<float>(width), static_cast<float>(height));
  }
  void use(double size, Face face) {
    HPDF_Page_SetFontAndSize(page_, fonts_[static_cast<size_t>(face)], static_cast<float>(size));
  }
  void write(double x, double y, double size, const std::string& octets, Face face) {
    use(size, face);
    HPDF_Page_BeginText(page_);
    HPDF_Page_TextOut(page_, static_cast<float>(x), static_cast<float>(y), octets.c_str());
    HPDF_Page_EndText(page_);
  }
  double width_of(const std::string& octets, double size, Face face) {
    use(size, face);
    return HPDF_Page_TextWidth(page_, octets.c_str());
  }

  std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, Free> document_;
  HPDF_Page page_;
  HPDF_Font fonts_[2];
};

/// Cut to `longest` bytes, never inside a character, so that no text runs out of its cell.
std::string fitting(const std::string& text, size_t longest) {
  if (text.size() <= longest) return text;
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string recipe_kind(const std::string& code) {
  return code.empty() ? "Assist.SSN" : code;
}

std::string exemption(const Fields& header) {
  if (!header["codEsenzione"].empty()) return header["codEsenzione"];
  if (header["reddito"] == "1") return "REDDITO";
  return header["nonEsente"] == "1" ? "NON ESENTE" : "";
}

/// "2026-09-30 17:13:39" as "30/09/2026".
std::string slashed_day(const std::string& time) {
  return time.substr(8, 2) + "/" + time.substr(5, 2) + "/" + time.substr(0, 4);
}

void draw_head(Page& page, const Recipe& recipe, const Region& region) {
  page.fitted(37, 812, 10, 235, "SERVIZIO SANITARIO NAZIONALE");
  page.fitted(278.26, 812, 10, 282, "RICETTA ELETTRONICA - PROMEMORIA PER L'ASSISTITO");
  page.box(35, 772.34, 157.5, 37.66);
  page.box(192.5, 772.34, 367.5, 37.66);
  page.text(37, 798, 10, "Regione " + region.name);
  page.barcode(289.71, 774.34, recipe.nre.substr(0, 5));
  page.barcode(376.25, 774.34, recipe.nre.substr(5));
}

void draw_patient(Page& page, const Recipe& recipe) {
  const bool obscured = recipe.header["oscuramDati"] == "1";
  page.text(37, 746.34, 8, "COGNOME E");
  page.text(37, 738.34, 8, "NOME:");
  auto address = cut(obscured ? "" : recipe.header["indirizzo"], '|');
  address.resize(4);
  if (!obscured) {
    page.fitted(100, 738.34, 8, 260, fitting(recipe.header["cognNome"], 80));
  }
  if (!recipe.patient.empty()) page.barcode(367.05, 722.69, recipe.patient);
  page.text(37, 712.69, 8, "INDIRIZZO:");
  page.fitted(100, 712.69, 8, 455,
              fmt::format("{}    CAP: {}  COMUNE: {}  PROV: {}", fitting(address[0], 60),
                          address[1], address[2], address[3]));
}

void draw_signs(Page& page, const Fields& header) {
  page.text(37, 684.69, 6, "ESENZIONE: " + exemption(header));
  page.text(168.25, 684.69, 6, "SIGLA PROVINCIA: " + header["provAssistito"]);
  page.text(273.25, 684.69, 6, "CODICE ASL: " + header["aslAssistito"]);
  page.fitted(362.5, 684.69, 6, 195, "DISPOSIZIONI REGIONALI: " + fitting(header["dispReg"], 30));
  page.text(37, 674.69, 6, "TIPOLOGIA PRESCRIZIONE(S,H): " + header["indicazionePrescr"]);
  page.text(168.25, 674.69, 6, "ALTRO: " + header["altro"]);
  page.fitted(273.25, 674.69, 6, 280,
              "PRIORITA' PRESCRIZIONE(U,B,D,P): " + header["classePriorita"]);
}

void draw_row(Page& page, const Fields& row, double y) {
  const bool by_group = row["codProdPrest"].empty();
  const std::string& code = row[by_group ? "codGruppoEquival" : "codProdPrest"];
  const std::string& name = row[by_group ? "descrGruppoEquival" : "descrProdPrest"];
  const std::string& note =
      row["motivazNote"].empty() ? row["descrTestoLiberoNote"] : row["motivazNote"];
  page.box(35, y, 462, 20);
  page.box(497, y, 31.5, 20);
  page.box(528.5, y, 31.5, 20);
  page.fitted(37, y + 10, 8, 458, fitting(fmt::format("{} - {}", code, name), 130));
  page.fitted(37, y + 2, 8, 458, fitting(note, 130));
  page.text(510.53, y + 10, 8, row["quantita"]);
  page.text(540.25, y + 10, 8, row["notaProd"].empty() ? "---" : fitting(row["notaProd"], 5));
}

int draw_rows(Page& page, const std::vector<Fields>& rows) {
  page.box(35, 657.69, 462, 10);
  page.box(497, 657.69, 31.5, 10);
  page.box(528.5, 657.69, 31.5, 10);
  page.text(243.5, 659.69, 6, "PRESCRIZIONE");
  page.text(506.01, 659.69, 6, "QTA'");
  page.text(535.92, 659.69, 6, "NOTA");
  int packs = 0;
  double y = 637.69;
  for (size_t i = 0; i < rows.size() && i < kRowsOnPage; ++i) {
    draw_row(page, rows[i], y);
    packs += rows[i]["quantita"].front() - '0';
    y -= 20;
  }
  return packs;
}

void draw_foot(Page& page, const Recipe& recipe, const Identity& writer, const Region& region,
               int packs) {
  const Fields& header = recipe.header;
  page.fitted(37, 499.69, 8, 520,
              fitting(fmt::format("QUESITO DIAGNOSTICO: {} {}", header["codDiagnosi"],
                                  header["descrizioneDiagnosi"]),
                      150));
  page.fitted(37, 487.69, 8, 138, fmt::format("N.CONFEZIONI/PRESTAZIONI: {}", packs));
  page.fitted(177, 487.69, 8, 109, "TIPO RICETTA: " + recipe_kind(header["tipoRic"]));
  page.fitted(287.83, 487.69, 8, 80, "DATA: " + slashed_day(recipe.compiled));
  page.fitted(369.5, 487.69, 8, 190, "CODICE FISCALE MEDICO: " + writer.fiscal_code);
  page.fitted(37, 475.69, 8, 258, "CODICE AUTENTICAZIONE: " + recipe.authentication, Face::oblique);
  page.fitted(299.5, 475.69, 8, 260,
              fmt::format("COGNOME E NOME DEL MEDICO:  {} {}", writer.surname, writer.name));
  page.fitted(107.44, 463.69, 8, 400,
              "Rilasciato ai sensi dell'art.11, comma 16 del DL 31 mag 2010,n.78 e dell'art.1, "
              "comma 4 del DM 2 nov 2011",
              Face::oblique);
  page.fitted(37, 451.69, 8, 520, region.phrase);
}

}  // namespace

std::string draw_promemoria(const Recipe& recipe, const Identity& writer, const Region& region) {
  Page page;
  draw_head(page, recipe, region);
  draw_patient(page, recipe);
  draw_signs(page, recipe.header);
  const int packs = draw_rows(page, recipe.rows);
  draw_foot(page, recipe, writer, region, packs);
  return page.finish();
}

}  // namespace sistema_ts
