// SPDX-License-Identifier: Apache-2.0
#include "pack_text.hpp"

#include <gtest/gtest.h>

namespace curante::formulary {
namespace {

struct Case {
  const char* description;
  const char* strength;
  const char* form;
};

TEST(PackText, ReadsStrengthAndForm) {
  for (const Case& it :
       {Case{"\"5 MG COMPRESSE\" 28 COMPRESSE IN BLISTER AL/PVC", "5 mg", "compresse"},
        Case{"\"1,25 MG COMPRESSE RIVESTITE CON FILM\" 28 COMPRESSE", "1,25 mg",
             "compresse rivestite con film"},
        Case{"\"5 MG + 25 MG COMPRESSE\" 28 COMPRESSE", "5 mg + 25 mg", "compresse"},
        Case{"10 MG/5 MG COMPRESSE 1 CONTENITORE PP DA 30 COMPRESSE", "10 mg + 5 mg", "compresse"},
        Case{"\"1.000 MG COMPRESSE RIVESTITE\" 60 COMPRESSE", "1000 mg", "compresse rivestite"},
        Case{"\"75 MG CAPSULE RIGIDE A RILASCIO PROLUNGATO\" 14 CAPSULE", "75 mg",
             "capsule rigide a rilascio prolungato"},
        Case{"60 MG  - CAPSULA RIGIDA GASTRORESISTENTE - USO ORALE - 28 CAPSULE", "60 mg",
             "capsule rigide gastroresistenti"},
        Case{"20 CAPSULE A RILASCIO CONTROLLATO 0,4 MG", "0,4 mg",
             "capsule rigide a rilascio modificato"},
        Case{"\"40 MG/ML GOCCE ORALI, SOLUZIONE\" FLACONE 15 ML", "40 mg/ml",
             "gocce orali, soluzione"},
        Case{"\"50.000 UI/2,5 ML SOLUZIONE ORALE\" 1 CONTENITORE", "50.000 UI/2,5 ml",
             "soluzione orale"},
        Case{"\"25 MICROGRAMMI/125 MICROGRAMMI/DOSE SOSPENSIONE PRESSURIZZATA PER INALAZIONE\"",
             "25 mcg + 125 mcg/dose", "sospensione pressurizzata per inalazione"},
        Case{"\"10 MG/24 H CEROTTI TRANSDERMICI\" 15 CEROTTI", "10 mg/24 h",
             "cerotti transdermici"},
        Case{"\"0,005% COLLIRIO, SOLUZIONE\" 2,5ML", "0,005%", "collirio, soluzione"},
        Case{"\"4 MG/2 ML SOLUZIONE INIETTABILE\" 3 FIALE", "4 mg/2 ml", "soluzione iniettabile"},
        Case{"QUALCOSA", "", ""}}) {
    const PackText text = read_pack_text(it.description);
    EXPECT_EQ(text.strength, it.strength) << it.description;
    EXPECT_EQ(text.form, it.form) << it.description;
  }
}

TEST(PackText, EndlessDescriptionsDoNoHarm) {
  const std::string endless(10'000'000, '0');
  EXPECT_EQ(read_pack_text(endless + " MG COMPRESSE").strength, "");
  EXPECT_EQ(read_pack_text("5 MG" + std::string(10'000'000, ' ') + "/").strength, "5 mg");
  EXPECT_EQ(read_units(endless), 0);
}

TEST(PackText, ReadsUnits) {
  EXPECT_EQ(read_units("28 UNITA' 5 MG - USO ORALE"), 28);
  EXPECT_EQ(read_units("200 DOSI 100 MCG - USO RESPIRATORIO"), 200);
  EXPECT_EQ(read_units("15 CEROTTI 10 MG/DIE"), 15);
  EXPECT_EQ(read_units("15 ML 4% - USO ORALE"), 0);
  EXPECT_EQ(read_units("99999999999 UNITA'"), 9999);
}

}  // namespace
}  // namespace curante::formulary
