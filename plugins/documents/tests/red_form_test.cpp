// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "caller.hpp"
#include "promemoria_printer.hpp"
#include "red_form_printer.hpp"
#include "rendered_pdf.hpp"
#include "sample_recipe.hpp"

namespace curante::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double mm = 72 / 25.4;

MakeRedForm request() {
  MakeRedForm asked;
  asked.patient = Id("22222222-2222-4222-8222-222222222222");
  asked.recipe = sample_recipe();
  asked.code = "120261234567004";
  return asked;
}

Bytes print(const MakeRedForm& asked) {
  static RedFormPrinter printer(PromemoriaPrinter::usual_families);
  return printer.print(red_form_text(asked), asked.place, "2026-11-23T18:20:00");
}

/// Where a word begins, in millimetres from the page's top left.
std::pair<double, double> place_of(const RenderedPdf& pdf, const std::string& text) {
  for (const Word& word : pdf.words()) {
    if (word.text == text) return {word.left / mm, word.bottom / mm};
  }
  ADD_FAILURE() << text << " is not printed";
  return {};
}

/// As it is read: a row that goes on in the next one is one text.
std::string read_text(const MakeRedForm& asked) {
  std::string text;
  for (const Word& word : RenderedPdf(print(asked)).words()) text += word.text + " ";
  return text;
}

TEST(RedForm, SaysOfAHospitalStayWhereItSaysSuggested) {
  auto asked = request();
  asked.recipe.hospital_stay = true;
  EXPECT_EQ(red_form_text(asked).at("suggested"), "H");
}

TEST(RedForm, SaysWhatThePharmacyNeeds) {
  auto asked = request();
  asked.recipe.suggested = true;
  asked.recipe.priority = "D";
  const RenderedPdf pdf(print(asked));
  const std::string text = pdf.text();
  for (const char* said : {"PINI MARIO", "VIA DELLE PROVE 1 - 00100 ROMA RM", "G3B - LEVETIRACETAM",
                           "345.9 - Epilessia", "PRO VA PROVAX00X00X000Y", "Regione Lazio"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
  EXPECT_EQ(pdf.pages(), 1);
  EXPECT_TRUE(pdf.barcodes(203).empty());
}

TEST(RedForm, NamesTheSubstituteWhoSignsAndTheHolder) {
  auto asked = request();
  asked.recipe.holder.last_name = "FABBRI";
  asked.recipe.holder.first_name = "GIULIA";
  auto& substitute = asked.recipe.substitute.emplace();
  substitute.last_name = "CONTI";
  substitute.first_name = "PAOLA";
  substitute.fiscal_code = PrescriberCode("CNTPLA80A41H501P");
  EXPECT_EQ(red_form_text(asked).at("doctor"),
            "CONTI PAOLA CNTPLA80A41H501P (sostituto di FABBRI GIULIA)");
  const std::string text = read_text(asked);
  for (const char* said : {"CONTI PAOLA", "CNTPLA80A41H501P", "sostituto di", "FABBRI GIULIA"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
}

TEST(RedForm, TellsHowAServiceIsPerformed) {
  auto asked = request();
  asked.recipe.kind = recipe_transmitter::RecipeKind::services;
  auto& line = asked.recipe.lines[0];
  line = {};
  line.service_code = "93.11.1";
  line.service_text =
      "RIEDUCAZIONE MOTORIA INDIVIDUALE IN MOTULESO GRAVE STRUMENTALE COMPLESSA. Per "
      "seduta della durata di 60 minuti. Ciclo fino a 10 sedute";
  line.sessions = 6;
  line.first_access = true;
  line.televisit = true;
  line.notes = "PORTATORE DI PACE-MAKER";
  const auto values = red_form_text(asked);
  EXPECT_EQ(values.at("quantity1"), "1");
  EXPECT_EQ(values.at("pieces"), "1") << "sessions are no pieces";
  const std::string text = read_text(asked);
  for (const char* said : {"93.11.1", "Ciclo fino a 10 sedute", "PRIMO ACCESSO", "TELEVISITA",
                           "N. SEDUTE 6", "PORTATORE DI PACE-MAKER"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
}

TEST(RedForm, TellsThePlanAndWhyADrugMayNotBeReplaced) {
  auto asked = request();
  asked.recipe.therapeutic_plan = "2026ABC123";
  auto& line = asked.recipe.lines[0];
  line.not_replaceable = true;
  line.not_replaceable_reason_code = "3";
  line.posology = "1 cp ogni 12 ore";
  const std::string text = read_text(asked);
  for (const char* said :
       {"PIANO TERAPEUTICO 2026ABC123", "NON SOSTITUIBILE (motivo 3", "1 cp ogni 12 ore"}) {
    EXPECT_THAT(text, HasSubstr(said));
  }
}

TEST(RedForm, EightLongRowsAreWholeAndStandOnTheirOwn) {
  auto asked = request();
  auto line = asked.recipe.lines[0];
  line.group_text += std::string(60, 'X') + " 30 UNITA' USO ORALE RILASCIO MODIFICATO";
  line.posology =
      "1 compressa ogni 8 ore per 10 giorni, poi 1 compressa ogni 12 ore per 20 giorni "
      "e infine 1 compressa la sera, a stomaco pieno e con molta ACQUA";
  asked.recipe.lines.assign(8, line);
  const RenderedPdf pdf(print(asked));
  std::vector<double> tops, bottoms;
  for (const Word& word : pdf.words()) {
    if (word.text.starts_with("G3B")) tops.push_back(word.top / mm);
    if (word.text == "ACQUA") bottoms.push_back(word.bottom / mm);
  }
  ASSERT_EQ(tops.size(), 8u);
  ASSERT_EQ(bottoms.size(), 8u) << "nothing is cut off";
  for (size_t i = 1; i < 8; ++i) EXPECT_LE(bottoms[i - 1], tops[i] + 0.5) << i;
}

TEST(RedForm, ASeafarersCardStandsOnIt) {
  auto asked = request();
  asked.recipe.patient_kind = "NA";
  asked.recipe.sasn_card = "NA12345";
  asked.recipe.sasn_company = "LINEE DEL TIRRENO";
  const std::string text = RenderedPdf(print(asked)).text();
  EXPECT_THAT(text, HasSubstr("TESSERA SASN: NA12345"));
  EXPECT_THAT(text, HasSubstr("LINEE DEL TIRRENO"));
}

TEST(RedForm, PutsEachLetterOfACodeIntoItsBox) {
  const auto values = red_form_text(request());
  EXPECT_EQ(values.at("fiscal_code"), "PNIMRA70A01H501P");
  EXPECT_EQ(values.at("date"), "23112026");
  const RenderedPdf pdf(print(request()));
  std::vector<Word> letters;
  for (const Word& word : pdf.words()) {
    const bool in_row = word.left > 111 * mm && word.bottom > 26 * mm && word.bottom < 33 * mm;
    if (in_row) letters.push_back(word);
  }
  ASSERT_EQ(letters.size(), 16u);
  for (size_t i = 1; i < letters.size(); ++i) {
    const double middle = (letters[i].left + letters[i].right) / 2;
    const double before = (letters[i - 1].left + letters[i - 1].right) / 2;
    EXPECT_NEAR((middle - before) / mm, 5.6, 0.3);
  }
}

TEST(RedForm, PrintsTheCodeWhereThePadHasNone) {
  auto asked = request();
  asked.place.barcodes = true;
  const auto codes = RenderedPdf(print(asked)).barcodes(300);
  EXPECT_EQ(codes.count("12026"), 1u);
  EXPECT_EQ(codes.count("1234567004"), 1u);
}

TEST(RedForm, AnObscuredRecipeShowsNeitherNameNorAddress) {
  auto asked = request();
  asked.recipe.obscured = true;
  const std::string text = RenderedPdf(print(asked)).text();
  EXPECT_THAT(text, Not(HasSubstr("PINI")));
  EXPECT_THAT(text, Not(HasSubstr("PROVE")));
  EXPECT_THAT(text, HasSubstr("LEVETIRACETAM"));
  EXPECT_THAT(text, HasSubstr("oscurati ai sensi dell'articolo 87 del"));
  EXPECT_THAT(text, HasSubstr("D.Lgs. 30 giugno 2003, n. 196"));
}

TEST(RedForm, MarginsMoveAllThatIsPrinted) {
  const auto before = place_of(RenderedPdf(print(request())), "PINI");
  auto asked = request();
  asked.place.left_mm = 3.5;
  asked.place.top_mm = -2;
  const auto after = place_of(RenderedPdf(print(asked)), "PINI");
  EXPECT_NEAR(after.first - before.first, 3.5, 0.05);
  EXPECT_NEAR(after.second - before.second, -2, 0.05);
}

TEST(RedForm, TakesTheSheetThatLiesInThePrinter) {
  auto asked = request();
  EXPECT_THAT(RenderedPdf(print(asked)).facts(), HasSubstr("595.276 x 419.528"));
  asked.place.upright = true;
  EXPECT_THAT(RenderedPdf(print(asked)).facts(), HasSubstr("419.528 x 595.276"));
  asked.place.a4 = true;
  EXPECT_THAT(RenderedPdf(print(asked)).facts(), HasSubstr("595.276 x 841.89"));
}

TEST(RedForm, WhoIsInsuredAbroadIsPrintedWithoutACode) {
  auto asked = request();
  asked.recipe.patient_kind = "UE";
  asked.recipe.foreign.emplace().state = "FR";
  EXPECT_EQ(red_form_text(asked).at("fiscal_code"), "");
  EXPECT_EQ(red_form_text(asked).at("patient_kind"), "UE");
  asked.recipe.patient.fiscal_code = FiscalCode();
  const RenderedPdf pdf(print(asked));
  EXPECT_THAT(pdf.text(), HasSubstr("PINI MARIO"));
  EXPECT_EQ(pdf.pages(), 1);
}

TEST(RedForm, ATestPageShowsRulersAndFieldsWhereTheMarginsPutThem) {
  RedFormPrinter printer(PromemoriaPrinter::usual_families);
  const auto drawn = [&](double left, double top) {
    RedFormPlace place;
    place.left_mm = left;
    place.top_mm = top;
    return RenderedPdf(printer.test_page(place, "2026-11-23T18:20:00"));
  };
  const RenderedPdf plain = drawn(0, 0);
  for (const char* said :
       {"PROVA DI STAMPA", "codice fiscale", "esenzione", "medico", "140", "200"}) {
    EXPECT_THAT(plain.text(), HasSubstr(said));
  }
  EXPECT_EQ(plain.pages(), 1);
  const RenderedPdf moved = drawn(3.5, 2);
  EXPECT_THAT(moved.text(), HasSubstr("sinistro 3,5 mm, superiore 2 mm"));
  const auto before = place_of(plain, "diagnosi"), after = place_of(moved, "diagnosi");
  EXPECT_NEAR(after.first - before.first, 3.5, 0.05);
  EXPECT_NEAR(after.second - before.second, 2, 0.05);
}

TEST(RedForm, WhatCannotBePrintedIsRefused) {
  const auto refused = [](const auto& change) {
    auto asked = request();
    change(asked);
    return code_of([&] { print(asked); });
  };
  EXPECT_EQ(refused([](auto& it) { it.code = "12026"; }), "red-form-incomplete");
  EXPECT_EQ(refused([](auto& it) { it.recipe.lines.clear(); }), "red-form-incomplete");
  EXPECT_EQ(refused([](auto& it) { it.recipe.lines.resize(9); }), "red-form-incomplete");
  EXPECT_EQ(refused([](auto& it) { it.recipe.patient.fiscal_code = FiscalCode(); }),
            "red-form-incomplete");
  EXPECT_EQ(refused([](auto& it) { it.place.left_mm = 51; }), "red-form-place");
  EXPECT_EQ(refused([](auto& it) { it.place.top_mm = -51; }), "red-form-place");
}

TEST(RedForm, ATableThatIsNoneIsRefusedWithItsLine) {
  EXPECT_EQ(red_form_fields("# a\nname;1;2;3;4;5;6\n").at(0).box, 6);
  EXPECT_EQ(code_of([] { red_form_fields("name;1;2;3;4;5\n"); }), "red-form-table");
  EXPECT_EQ(code_of([] { red_form_fields("name;1;2;x;4;5;6\n"); }), "red-form-table");
  EXPECT_EQ(code_of([] { red_form_fields(";1;2;3;4;5;6\n"); }), "red-form-table");
}

}  // namespace
}  // namespace curante::documents
