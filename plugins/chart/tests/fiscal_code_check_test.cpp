// SPDX-License-Identifier: Apache-2.0
#include "fiscal_code_check.hpp"

#include <gmock/gmock.h>

namespace curante::chart {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Patient rossi() {
  Patient it;
  it.last_name = "Rossi";
  it.first_name = "Mario";
  it.sex = Sex::M;
  it.birth_date = Date::parse("1980-01-01");
  it.birth_place = "H501";
  it.fiscal_code = FiscalCode("RSSMRA80A01H501U");
  return it;
}

/// The code with its check letter put right.
FiscalCode with_letter(std::string code) {
  code[15] = FiscalCodeRule::check_letter(code);
  return FiscalCode(code);
}

TEST(FiscalCodeCheck, AgreesWithItsPerson) {
  EXPECT_THAT(fiscal_code_contradictions(rossi()), IsEmpty());
}

TEST(FiscalCodeCheck, NamesEachContradiction) {
  Patient it = rossi();
  it.last_name = "Russi";
  EXPECT_THAT(fiscal_code_contradictions(it), IsEmpty());  // the same consonants
  it.last_name = "Bianchi";
  EXPECT_THAT(fiscal_code_contradictions(it), ElementsAre("cognome"));
  it = rossi();
  it.first_name = "Maria Grazia";
  EXPECT_THAT(fiscal_code_contradictions(it), ElementsAre("nome"));
  it = rossi();
  it.sex = Sex::F;
  EXPECT_THAT(fiscal_code_contradictions(it), ElementsAre("sesso"));
  it = rossi();
  it.birth_date = Date::parse("1980-01-02");
  EXPECT_THAT(fiscal_code_contradictions(it), ElementsAre("data di nascita"));
  it = rossi();
  it.birth_place = "F839";
  EXPECT_THAT(fiscal_code_contradictions(it), ElementsAre("luogo di nascita"));
  it.birth_place = "";
  EXPECT_THAT(fiscal_code_contradictions(it), IsEmpty());
}

TEST(FiscalCodeCheck, NamesAllThatDiffers) {
  Patient it = rossi();
  it.last_name = "Verdi";
  it.first_name = "Anna";
  it.sex = Sex::F;
  it.birth_date = Date::parse("1991-12-31");
  it.birth_place = "A345";
  EXPECT_THAT(fiscal_code_contradictions(it),
              ElementsAre("cognome", "nome", "data di nascita", "sesso", "luogo di nascita"));
}

TEST(FiscalCodeCheck, AWomansDayIsFortyMore) {
  Patient it = rossi();
  it.first_name = "Maria";
  it.sex = Sex::F;
  it.fiscal_code = with_letter("RSSMRA80A41H501X");
  EXPECT_THAT(fiscal_code_contradictions(it), IsEmpty());
}

TEST(FiscalCodeCheck, UnderstandsOmocodia) {
  Patient it = rossi();
  // The last digit alone, then all seven (L=0 M=1 N=2 P=3 Q=4 R=5 S=6 T=7 U=8 V=9).
  for (const char* code : {"RSSMRA80A01H50MX", "RSSMRAULALMHRLMX"}) {
    it.fiscal_code = with_letter(code);
    EXPECT_THAT(fiscal_code_contradictions(it), IsEmpty()) << code;
  }
  it.birth_place = "H502";
  EXPECT_THAT(fiscal_code_contradictions(it), ElementsAre("luogo di nascita"));
}

TEST(FiscalCodeCheck, ComparesNothingWithStpEniAndProvisionalCodes) {
  Patient it = rossi();
  it.last_name = "Diverso";
  for (const char* code : {"STP1201234567890", "ENI1201234567890"}) {
    it.fiscal_code = FiscalCode(code);
    EXPECT_THAT(fiscal_code_contradictions(it), IsEmpty()) << code;
  }
  it.fiscal_code = FiscalCode("12345678903");
  EXPECT_THAT(fiscal_code_contradictions(it), IsEmpty());
  it.fiscal_code = FiscalCode();
  EXPECT_THAT(fiscal_code_contradictions(it), IsEmpty());
}

TEST(FiscalCodeCheck, TakesLettersAsTheDecreeSays) {
  EXPECT_EQ(surname_letters("Rossi"), "RSS");
  EXPECT_EQ(surname_letters("Fo"), "FOX");
  EXPECT_EQ(surname_letters("Aia"), "AIA");
  EXPECT_EQ(surname_letters("D'Angelo"), "DNG");
  EXPECT_EQ(surname_letters("De Santis"), "DSN");
  EXPECT_EQ(surname_letters("Müller"), "MLL");
  EXPECT_EQ(name_letters("Gianfranco"), "GFR");
  EXPECT_EQ(name_letters("Marco"), "MRC");
  EXPECT_EQ(name_letters("Nicolò"), "NCL");
  EXPECT_EQ(name_letters("Maria Grazia"), "MGR");
  EXPECT_EQ(name_letters("Io"), "IOX");
}

}  // namespace
}  // namespace curante::chart
