// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "published_lists.hpp"

namespace curante::formulary {
namespace {

using testing::HasSubstr;

constexpr const char* header =
    "aic,denominazione,confezione,titolare,atc,principio_attivo,confezione_riferimento,gruppo,"
    "prezzo_rif_ssn_eur,prezzo_pubblico_eur,nota\n";

std::vector<Drug> read(const std::string& rows) {
  std::map<std::string, std::string> groups;
  return read_transparency_list(header + rows, "lista.csv", groups);
}

std::string refusal(const std::string& rows) {
  try {
    read(rows);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "import-malformed");
    return e.message();
  }
  return "not refused";
}

TEST(TransparencyList, ReadsAPack) {
  std::map<std::string, std::string> groups{{"QBB", "PERINDOPRIL+AMLODIPINA 8+5MG"}};
  const auto drugs = read_transparency_list(
      std::string(header) +
          "038477358,COVERLAM*,\"\"\"10 MG/5 MG COMPRESSE\"\" 1 CONTENI\nTORE\",LES LABORATOIRES,"
          "C09BB04,Perindopril/Amlodipina,30 UNITA' 8+5 MG - USO ORALE,QBB,9.3,14.17,\n"
          "027428010,NORVASC,\"\"\"5 MG COMPRESSE\"\" 28 COMPRESSE\",PFIZER,C08CA01,Amlodipina,"
          "28 UNITA' 5 MG - USO ORALE,XXX,3,5.53,\n",
      "lista.csv", groups);
  ASSERT_EQ(drugs.size(), 2u);
  EXPECT_EQ(drugs[0].name, "COVERLAM");
  EXPECT_EQ(drugs[0].pack, "10 MG/5 MG COMPRESSE 1 CONTENITORE");
  EXPECT_EQ(drugs[0].active_substance, "Perindopril + Amlodipina");
  EXPECT_EQ(drugs[0].strength, "10 mg + 5 mg");
  EXPECT_EQ(drugs[0].units, 30);
  EXPECT_EQ(drugs[0].price.cents, 1417);
  EXPECT_EQ(drugs[0].reference_price.cents, 930);
  EXPECT_EQ(drugs[0].drug_class, DrugClass::A);
  EXPECT_EQ(drugs[1].reference_price.cents, 300);
  EXPECT_EQ(groups.at("QBB"), "PERINDOPRIL+AMLODIPINA 8+5MG");
  EXPECT_EQ(groups.at("XXX"), "AMLODIPINA 28 UNITA' 5 MG - USO ORALE");
}

TEST(TransparencyList, RefusesAWrongCheckDigitNamingTheLine) {
  EXPECT_THAT(refusal("027428010,A,B,C,C08CA01,S,R,G,1.00,1.00,\n"
                      "027428011,A,B,C,C08CA01,S,R,G,1.00,1.00,\n"),
              testing::AllOf(HasSubstr("lista.csv, riga 3: "), HasSubstr("027428011"),
                             HasSubstr("cifra di controllo")));
  EXPECT_THAT(refusal("27428010,A,B,C,C08CA01,S,R,G,1.00,1.00,\n"), HasSubstr("riga 2"));
  EXPECT_THAT(refusal(",A,B,C,C08CA01,S,R,G,1.00,1.00,\n"), HasSubstr("manca l'AIC"));
}

TEST(TransparencyList, RefusesWhatIsWrongInARow) {
  for (const char* price : {"1,00", "1.", "1.234", "-1", "", "1e3", "12345678901"}) {
    EXPECT_THAT(refusal(std::string("027428010,A,B,C,C08CA01,S,R,G,\"") + price + "\",1.00,\n"),
                HasSubstr("riga 2: «" + std::string(price) + "» non è un prezzo"));
  }
  EXPECT_THAT(refusal("027428010,,B,C,C08CA01,S,R,G,1.00,1.00,\n"), HasSubstr("manca il nome"));
  EXPECT_THAT(refusal("027428010,A,B,C,C08CA01,S,R,,1.00,1.00,\n"), HasSubstr("manca il gruppo"));
  EXPECT_THAT(refusal("027428010,A,B,C,c08ca01,S,R,G,1.00,1.00,\n"), HasSubstr("codice ATC"));
  EXPECT_THAT(refusal("027428010,A,B,C,C08CA01,S,R,G,1.00,1.00,\n"
                      "027428010,A,B,C,C08CA01,S,R,G,1.00,1.00,\n"),
              HasSubstr("riga 3: l'AIC 027428010 c'è già"));
}

}  // namespace
}  // namespace curante::formulary
