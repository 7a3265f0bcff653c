// SPDX-License-Identifier: Apache-2.0
#include "note_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curante::formulary {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* note_columns = "code,condition,from,to,source,link\n";
constexpr const char* drug_columns = "note,atc,from,to,source\n";

NoteTable table(const std::string& notes, const std::string& drugs) {
  return NoteTable({note_columns + notes, "aifa_notes.csv"},
                   {drug_columns + drugs, "note_drugs.csv"});
}

NoteTable ours() {
  return table(
      "01,Protezione,,,elenco,\n48,Ulcera,,,elenco,https://example.org/48\n"
      "100,Diabete,,2025-07-18,elenco,\n100,Diabete senza scheda,2025-07-19,,elenco,\n",
      "100,A10BK,,,elenco\n48,A02BC,,,elenco\n01,A02BC01,,2020-01-01,elenco\n");
}

std::vector<std::string> codes_for(const NoteTable& notes, const std::string& atc,
                                   const std::string& substance) {
  std::vector<std::string> codes;
  for (const PackNote& note : notes.notes_for(atc, substance)) codes.push_back(note.code);
  return codes;
}

std::string condition(const NoteTable& notes, const std::string& code, Date day) {
  for (const DatedNote& note : notes.notes()) {
    if (note.code == code && note.validity.holds(day)) return note.condition;
  }
  return "";
}

TEST(NoteTable, LinksByTheBeginningOfTheAtc) {
  EXPECT_THAT(codes_for(ours(), "A02BC01", "Omeprazolo"), ElementsAre("01", "48"));
  EXPECT_THAT(codes_for(ours(), "A02BC02", "Pantoprazolo"), ElementsAre("48"));
  EXPECT_THAT(codes_for(ours(), "C08CA01", "Amlodipina"), IsEmpty());
}

TEST(NoteTable, ANoteMaySaySomethingElseFromADayOn) {
  EXPECT_EQ(condition(ours(), "100", Date::parse("2025-07-18")), "Diabete");
  EXPECT_EQ(condition(ours(), "100", Date::parse("2025-07-19")), "Diabete senza scheda");
}

TEST(NoteTable, APackRemembersFromWhenToWhen) {
  const std::string written = write_pack_notes(ours().notes_for("A02BC01", "Omeprazolo"));
  EXPECT_EQ(written, "01::2020-01-01 48");
  EXPECT_THAT(pack_notes_on(written, Date::parse("2020-01-01")), ElementsAre("01", "48"));
  EXPECT_THAT(pack_notes_on(written, Date::parse("2020-01-02")), ElementsAre("48"));
  EXPECT_THAT(pack_notes_on("97:2020-06-17: 97", Date::parse("2020-06-16")), ElementsAre("97"));
  EXPECT_THAT(pack_notes_on("97:2020-06-17:2020-06-20", Date::parse("2020-06-16")), IsEmpty());
  EXPECT_THAT(pack_notes_on("", Date::parse("2020-06-16")), IsEmpty());
}

TEST(NoteTable, ThePublishedListSaysWhichNotesThereAre) {
  const NoteTable it = NoteTable::published(
      {"nota,farmaci_in_nota\n48,\"Farmaco in nota: Acido etidronico, Acido clodronico\"\n"
       "41,Farmaco in nota: Calcitonina - Altro farmaco\n",
       "note.csv"},
      ours());
  EXPECT_THAT(it.codes(), ElementsAre("41", "48"));
  EXPECT_EQ(condition(it, "48", Date{}), "Ulcera");  // our words and our drugs
  EXPECT_EQ(
      condition(it, "41", Date{}),
      "condizioni non in questa tabella: leggerle nel testo AIFA della nota (Farmaco in nota: "
      "Calcitonina - Altro farmaco)");
  EXPECT_THAT(codes_for(it, "M05BA02", "Acido clodronico"), IsEmpty());
  EXPECT_THAT(codes_for(it, "A02BC01", "Omeprazolo"), ElementsAre("48"));
  EXPECT_THAT(codes_for(it, "H05BA01", "CALCITONINA"), ElementsAre("41"));
  EXPECT_THAT(codes_for(it, "H05BA01", "Altro farmaco"), ElementsAre("41"));
  EXPECT_THAT(codes_for(it, "A10BK01", "Dapagliflozin"), IsEmpty());
}

TEST(NoteTable, ANoteThatEndedStaysEndedThoughAListStillNamesIt) {
  const NoteTable ended = table("04,Dolore,,2025-08-06,abrogata,\n", "04,N03AX16,,,elenco\n");
  const NoteTable it = NoteTable::published(
      {"nota,farmaci_in_nota\n04,Farmaco in nota: pregabalin\n", "note.csv"}, ended);
  EXPECT_EQ(condition(it, "04", Date::parse("2025-08-06")), "Dolore");
  EXPECT_EQ(condition(it, "04", Date::parse("2025-08-07")), "");
}

template <class Read>
std::string refusal(Read&& read) {
  try {
    read();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "import-malformed");
    return e.message();
  }
  return "not refused";
}

TEST(NoteTable, RefusesWhatIsNoNote) {
  const auto refuse = [](const std::string& rows) {
    return refusal([&] {
      NoteTable::published({"nota,farmaci_in_nota\n" + rows, "note.csv"}, ours());
    });
  };
  EXPECT_EQ(refuse("1,a\n"), "note.csv, riga 2: «1» non è una nota");
  EXPECT_EQ(refuse("01,a\n01,b\n"), "note.csv, riga 3: la nota «01» c'è due volte");
}

TEST(NoteTable, RefusesConditionsThatCannotBeApplied) {
  const auto refuse = [](const std::string& rows) { return refusal([&] { table(rows, ""); }); };
  EXPECT_EQ(refuse("1,a,,,s,\n"),
            "aifa_notes.csv, riga 2: «1» non è una nota con la sua condizione");
  EXPECT_EQ(refuse("01,,,,s,\n"),
            "aifa_notes.csv, riga 2: «01» non è una nota con la sua condizione");
  EXPECT_EQ(refuse("01,a,,,,\n"), "aifa_notes.csv, riga 2: manca la fonte");
  EXPECT_EQ(refuse("01,a,1.1.2025,,s,\n"),
            "aifa_notes.csv, riga 2: «1.1.2025» non è una data valida");
  EXPECT_EQ(refuse("01,a,2025-02-01,2025-01-31,s,\n"),
            "aifa_notes.csv, riga 2: finisce (2025-01-31) prima di cominciare (2025-02-01)");
  EXPECT_EQ(refuse("01,a,,2025-01-31,s,\n01,b,2025-01-31,,s,\n"),
            "aifa_notes.csv, riga 3: la nota «01» c'è già più sopra, negli stessi giorni");
  EXPECT_EQ(refuse("01,a,,,s,http://x\n"),
            "aifa_notes.csv, riga 2: «http://x» non è un collegamento https");
  EXPECT_EQ(refusal([] {
              NoteTable({"code,condition\n", "aifa_notes.csv"}, {drug_columns, "d"});
            }).find("aifa_notes.csv"),
            0u);
}

TEST(NoteTable, RefusesDrugsOfNoNote) {
  const auto refuse = [](const std::string& rows) {
    return refusal([&] { table("01,a,,,s,\n", rows); });
  };
  EXPECT_EQ(refuse("48,A02,,,s\n"), "note_drugs.csv, riga 2: «48» non è una nota dell'elenco");
  EXPECT_EQ(refuse("01,,,,s\n"), "note_drugs.csv, riga 2: «01» non è una nota dell'elenco");
  EXPECT_EQ(refuse("01,A02,,,\n"), "note_drugs.csv, riga 2: manca la fonte");
  EXPECT_EQ(refuse("01,A02,2025-13-01,,s\n"),
            "note_drugs.csv, riga 2: «2025-13-01» non è una data valida");
}

}  // namespace
}  // namespace curante::formulary
