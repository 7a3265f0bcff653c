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
