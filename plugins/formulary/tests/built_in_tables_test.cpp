// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "curante/reference/csv_table.hpp"
#include "curante/reference/table_file.hpp"
#include "formulary_data.hpp"
#include "formulary_tables.hpp"

namespace curante::formulary {
namespace {

using testing::Ge;

std::set<std::string> atc_codes() {
  std::set<std::string> codes;
  const auto content = reference::read_table_file(ATC_TABLE);
  const reference::CsvTable table(content.value(), "atc.csv", {"code"});
  for (const auto& row : table.rows()) codes.insert(row[0]);
  return codes;
}

// The reader refuses a wrong check digit and an AIC that is there twice.

TEST(BuiltInTables, PacksAreWholeAndConsistent) {
  const FormularyTables tables = read_built_in(embedded::formulary_data());
  EXPECT_THAT(tables.drugs.size(), Ge(200u));
  const std::set<std::string> atc = atc_codes();
  std::set<std::string> used;
  for (const Drug& it : tables.drugs) {
    const std::string who = it.aic.value() + " " + it.name;
    EXPECT_FALSE(it.name.empty() || it.pack.empty() || it.active_substance.empty()) << who;
    EXPECT_FALSE(it.strength.empty() || it.form.empty() || it.company.empty()) << who;
    EXPECT_GT(it.units, 0) << who;
    EXPECT_EQ(it.atc.size(), 7u) << who;
    EXPECT_TRUE(atc.count(it.atc)) << who << " " << it.atc;
    EXPECT_TRUE(it.drug_class != DrugClass::A || it.price.cents > 0) << who;
    EXPECT_LE(it.reference_price.cents, it.price.cents) << who;
    if (!it.group_code.empty()) {
      EXPECT_TRUE(tables.groups.count(it.group_code)) << who << " " << it.group_code;
      EXPECT_EQ(it.drug_class, DrugClass::A) << who;
      used.insert(it.group_code);
    }
  }
  EXPECT_EQ(used.size(), tables.groups.size()) << "a group without packs";
}

TEST(BuiltInTables, AGroupHoldsOneSubstanceAndOneReferencePrice) {
  std::map<std::string, std::set<std::string>> substances;
  std::map<std::string, std::set<int64_t>> prices;
  for (const Drug& it : read_built_in(embedded::formulary_data()).drugs) {
    if (it.group_code.empty()) continue;
    substances[it.group_code].insert(it.active_substance);
    prices[it.group_code].insert(it.reference_price.cents);
  }
  for (const auto& [code, names] : substances) EXPECT_EQ(names.size(), 1u) << code;
  for (const auto& [code, amounts] : prices) EXPECT_EQ(amounts.size(), 1u) << code;
}

TEST(BuiltInTables, NotesAreLinkedToKnownAtcCodes) {
  const NoteTable notes = built_in_notes(embedded::formulary_data());
  EXPECT_THAT(notes.codes().size(), Ge(20u));
  const std::set<std::string> atc = atc_codes();
  for (const EmbeddedFile& file : embedded::formulary_data()) {
    if (file.name != "note_drugs.csv") continue;
    const reference::CsvTable table(file.content, "note_drugs.csv", {"atc"});
    for (const auto& row : table.rows()) EXPECT_TRUE(atc.count(row[0])) << row[0];
  }
  EXPECT_EQ(write_pack_notes(notes.notes_for("C10AA05", "Atorvastatina")), "13");
  EXPECT_EQ(write_pack_notes(notes.notes_for("B01AF02", "Apixaban")), "97 101");
}

TEST(BuiltInTables, EachNoteHasASourceAndALink) {
  const auto table = built_in_notes(embedded::formulary_data());
  for (const DatedNote& note : table.notes()) {
    EXPECT_FALSE(note.source.empty() || note.link.empty()) << note.code;
  }
}

TEST(BuiltInTables, HoldAllThreeClasses) {
  std::set<DrugClass> classes;
  for (const Drug& it : read_built_in(embedded::formulary_data()).drugs)
    classes.insert(it.drug_class);
  EXPECT_EQ(classes.size(), 3u);
}

TEST(BuiltInTables, AMissingOneIsNamed) {
  try {
    read_built_in({});
    FAIL() << "there were tables";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "built-in-missing");
    EXPECT_NE(e.message().find(".csv"), std::string::npos);
  }
}

}  // namespace
}  // namespace curante::formulary
