// SPDX-License-Identifier: Apache-2.0
#include "table_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curante::terminology {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view content, System system = System::icd9cm) {
  try {
    read_concepts(content, "x.csv", system, built_in_columns);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "import-malformed");
    return e.message();
  }
  return "not refused";
}

TEST(TableReader, KnowsTheFormOfEachSystemsCodes) {
  for (const char* good : {"001", "250.0", "250.01", "V70.0", "E800.1", "E800"}) {
    EXPECT_EQ(refusal(std::string("code,text\n") + good + ",a\n"), "not refused") << good;
  }
  for (const char* bad : {"25", "250.", "250.012", "X01", "V7", "250,0"}) {
    EXPECT_THAT(refusal(std::string("code,text\n\"") + bad + "\",a\n"), HasSubstr("x.csv, riga 2"))
        << bad;
  }
  for (const char* bad : {"C0", "c08ca01", "C08CA1", "C08CA0", "C08CA011", ""}) {
    EXPECT_THAT(refusal(std::string("code,text\n") + bad + ",a\n", System::atc),
                HasSubstr("riga 2"))
        << bad;
  }
  EXPECT_EQ(refusal("code,text\n0A31,a\n", System::exemption), "not refused");
  EXPECT_THAT(refusal("code,text\n0A 31,a\n", System::exemption), HasSubstr("riga 2"));
}

TEST(TableReader, RefusesACodeTwiceAndATextMissing) {
  EXPECT_EQ(refusal("code,text\n001,a\n002,b\n001,c\n"),
            "x.csv, riga 4: il codice «001» c'è già più sopra");
  EXPECT_EQ(refusal("code,text\n001,\n"), "x.csv, riga 2: manca la descrizione");
}

TEST(TableReader, MendsWhatThePublishedTablesLost) {
  const auto mended = [](const std::string& text) {
    return read_concepts("code,text\n001,\"" + text + "\"\n", "x.csv", System::icd9cm,
                         built_in_columns)[0]
        .text;
  };
  EXPECT_EQ(mended("Dermatofitosi dell???unghia"), "Dermatofitosi dell'unghia");
  EXPECT_EQ(mended("schiacciamento dell??? addome"), "schiacciamento dell'addome");
  EXPECT_EQ(mended("antagonisti dell?angiotensina"), "antagonisti dell'angiotensina");
  EXPECT_EQ(mended("Sindrome dell?????????uomo rigido??????"), "Sindrome dell'uomo rigido");
  EXPECT_EQ(mended("Piede cavo con dita in ???griffe???, acquisito"),
            "Piede cavo con dita in griffe, acquisito");
  EXPECT_EQ(mended("dal 5?? percentile all???84?? percentile"),
            "dal 5° percentile all'84° percentile");
  EXPECT_EQ(mended("Che cosa?"), "Che cosa?");
}

constexpr const char* published_header =
    "codice_catastale,codice_istat,nome,sigla_provincia,provincia,codice_regione_istat,regione\n";

TEST(TableReader, WritesMunicipalitiesAsSistemaTsDoes) {
  const auto list = read_published_municipalities(
      std::string(published_header) + "H501,258091,Roma,RM,Roma,12,Lazio\n" +
          "A952,021008,Bolzano/Bozen,BZ,Bolzano,04,Trentino-Alto Adige\n" +
          "L378,022205,Trento,TN,Trento,04,Trentino-Alto Adige\n",
      "c.csv");
  EXPECT_EQ(list[0].istat_code, "058091");
  EXPECT_EQ(list[0].region_code, "120");
  EXPECT_EQ(list[1].region_code, "041");
  EXPECT_EQ(list[2].region_code, "042");
}

TEST(TableReader, RefusesPlacesWithWrongCodes) {
  for (const char* bad : {"H51,258091,Roma,RM,Roma,12,Lazio", "H501,25809,Roma,RM,Roma,12,Lazio",
                          "H501,258091,,RM,Roma,12,Lazio", "H501,258091,Roma,rm,Roma,12,Lazio",
                          "H501,258091,Roma,RM,Roma,1,Lazio"}) {
    try {
      read_published_municipalities(std::string(published_header) + bad + "\n", "c.csv");
      ADD_FAILURE() << "not refused: " << bad;
    } catch (const Error& e) {
      EXPECT_THAT(e.message(), HasSubstr("c.csv, riga 2: ")) << bad;
    }
  }
}

}  // namespace
}  // namespace curante::terminology
