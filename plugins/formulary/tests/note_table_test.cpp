// SPDX-License-Identifier: Apache-2.0
#include "note_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curante::formulary {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

NoteTable ours() {
  return NoteTable::built_in("code,condition\n01,Protezione\n48,Ulcera\n100,Diabete\n",
                             "note,atc\n100,A10BK\n48,A02BC\n01,A02BC01\n");
}

TEST(NoteTable, LinksByTheBeginningOfTheAtc) {
  EXPECT_THAT(ours().codes_for("A02BC01", "Omeprazolo"), ElementsAre("01", "48"));
  EXPECT_THAT(ours().codes_for("A02BC02", "Pantoprazolo"), ElementsAre("48"));
  EXPECT_THAT(ours().codes_for("C08CA01", "Amlodipina"), IsEmpty());
}

TEST(NoteTable, ThePublishedListSaysWhichNotesThereAre) {
  const NoteTable it = NoteTable::published(
      "nota,farmaci_in_nota\n48,\"Farmaco in nota: Acido etidronico, Acido clodronico\"\n"
      "41,Farmaco in nota: Calcitonina - Altro farmaco\n",
      "note.csv", ours());
  EXPECT_EQ(it.conditions().size(), 2u);
  EXPECT_EQ(it.conditions().at("48"), "Ulcera");  // our words and our drugs
  EXPECT_EQ(
      it.conditions().at("41"),
      "condizioni non in questa tabella: leggerle nel testo AIFA della nota (Farmaco in nota: "
      "Calcitonina - Altro farmaco)");
  EXPECT_THAT(it.codes_for("M05BA02", "Acido clodronico"), IsEmpty());
  EXPECT_THAT(it.codes_for("A02BC01", "Omeprazolo"), ElementsAre("48"));
  EXPECT_THAT(it.codes_for("H05BA01", "CALCITONINA"), ElementsAre("41"));
  EXPECT_THAT(it.codes_for("H05BA01", "Altro farmaco"), ElementsAre("41"));
  EXPECT_THAT(it.codes_for("A10BK01", "Dapagliflozin"), IsEmpty());
}

TEST(NoteTable, RefusesWhatIsNoNote) {
  const auto refuse = [](const char* rows) {
    try {
      NoteTable::published(std::string("nota,farmaci_in_nota\n") + rows, "note.csv", ours());
    } catch (const Error& e) {
      return e.message();
    }
    return std::string("not refused");
  };
  EXPECT_EQ(refuse("1,a\n"), "note.csv, riga 2: «1» non è una nota");
  EXPECT_EQ(refuse("01,a\n01,b\n"), "note.csv, riga 3: la nota «01» c'è due volte");
}

}  // namespace
}  // namespace curante::formulary
