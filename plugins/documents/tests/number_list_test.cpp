// SPDX-License-Identifier: Apache-2.0
#include "number_list_printer.hpp"

#include <gmock/gmock.h>

#include "caller.hpp"
#include "promemoria_printer.hpp"
#include "rendered_pdf.hpp"

namespace curante::documents {
namespace {

RecipeNumber number(const std::string& text, bool white = false) {
  return {text, white, Date::parse("2026-11-23")};
}

TEST(NumberList, ScannersReadEachNumber) {
  NumberListPrinter printer(PromemoriaPrinter::usual_families);
  PrintNumbers request;
  request.numbers = {number("1200A4019294847"), number("120A12345678", true)};
  request.holder_hint = "RSSM…";
  const RenderedPdf pdf(printer.print(request));
  EXPECT_THAT(pdf.barcodes(200),
              ::testing::UnorderedElementsAre("1200A", "4019294847", "120A12345678"));
  const std::string text = pdf.text();
  EXPECT_NE(text.find("23/11/2026"), std::string::npos);
  EXPECT_NE(text.find("RSSM…"), std::string::npos);
  EXPECT_NE(text.find("Ricetta bianca (NRBE)"), std::string::npos);
}

TEST(NumberList, ManyTakeMorePagesAndNoneIsNoList) {
  NumberListPrinter printer(PromemoriaPrinter::usual_families);
  PrintNumbers request;
  EXPECT_EQ(code_of([&] { printer.print(request); }), "numbers-missing");
  request.numbers.assign(11, number("1200A4019294847"));
  const std::string text = RenderedPdf(printer.print(request)).text();
  EXPECT_NE(text.find('\f'), text.rfind('\f')) << "two pages";
  request.numbers.assign(41, number("1200A4019294847"));
  EXPECT_EQ(code_of([&] { printer.print(request); }), "numbers-missing");
  request.numbers = {number("però")};
  EXPECT_EQ(code_of([&] { printer.print(request); }), "barcode-invalid");
}

}  // namespace
}  // namespace curante::documents
