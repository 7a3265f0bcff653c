// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "room_test.hpp"

namespace curante::formulary {
namespace {

using testing::HasSubstr;

constexpr const char* norvasc =
    "027428010,NORVASC,\"\"\"5 MG COMPRESSE\"\" 28 COMPRESSE\",PFIZER,C08CA01,Amlodipina,"
    "28 UNITA' 5 MG - USO ORALE,DOB,3.00,5.00,\n";
constexpr const char* torvast =
    "033007028,TORVAST,\"\"\"10 MG COMPRESSE\"\" 30 COMPRESSE\",PFIZER,C10AA05,Atorvastatina,"
    "30 UNITA' 10 MG - USO ORALE,FTA,4.00,6.00,\n";

class FormularyKeeperTest : public RoomTest {
 protected:
  ImportReport import() { return service_.on(context(), ImportLists{folder_.string()}); }
};

TEST_F(FormularyKeeperTest, LoadsTheBuiltInTablesOnce) {
  EXPECT_GT(count("pack"), 200);
  EXPECT_GT(count("equivalence_group"), 100);
  EXPECT_GT(count("aifa_note"), 20);
  pool_->write(
      [](pqxx::transaction_base& tx) { tx.exec("delete from pack where drug_class = 'C'"); });
  open(embedded::formulary_data());
  EXPECT_EQ(count("pack where drug_class = 'C'"), 0) << "an unchanged table was loaded again";
}

TEST_F(FormularyKeeperTest, LoadsBuiltInTablesAgainWhenTheyChanged) {
  const EmbeddedFile changed[] = {
      {"packs.csv",
       "aic,name,pack,active_substance,strength,form,units,atc,group_code,drug_class,price_cents,"
       "reference_price_cents,company\n027428010,NORVASC,p,Amlodipina,5 "
       "mg,f,28,C08CA01,DOB,A,5,3,c\n"},
      {"groups.csv", "code,description\nDOB,AMLODIPINA 5MG\n"},
      {"aifa_notes.csv", "code,condition,from,to,source,link\n01,Protezione,,,elenco,\n"},
      {"note_drugs.csv", "note,atc,from,to,source\n01,C08,,,elenco\n"}};
  open(changed);
  EXPECT_EQ(count("pack"), 1);
  EXPECT_EQ(find("norvasc").at(0).notes.at(0).condition, "Protezione");
}

TEST_F(FormularyKeeperTest, ImportsTheTransparencyListAndKeepsWhatItCannotKnow) {
  write_list(std::string(norvasc) + torvast);
  const auto others = count("pack where group_code = ''");
  const ImportReport report = import();
  EXPECT_EQ(report.drugs, 2);
  EXPECT_EQ(count("pack where group_code <> ''"), 2);
  EXPECT_EQ(count("pack where group_code = ''"), others);
  EXPECT_EQ(find("norvasc").at(0).price.cents, 500);
  EXPECT_EQ(find("torvast").at(0).notes.at(0).code, "13");
  EXPECT_FALSE(find("tachipirina").empty());
  open(embedded::formulary_data());
  EXPECT_EQ(count("pack where group_code <> ''"), 2);
}

TEST_F(FormularyKeeperTest, AListThatCannotBeReadImportsNothing) {
  write_list(norvasc);
  const auto packs = count("pack");
  const auto newer = folder_ / "farmaci-aifa/lista_trasparenza_2099-01-01.csv";
  // Named in the folder, but gone: as on a share that went away meanwhile.
  std::filesystem::create_symlink(folder_ / "none", newer);
  const Error gone = refusal([&] { import(); });
  EXPECT_EQ(gone.code(), "import-unreadable");
  EXPECT_THAT(gone.message(), HasSubstr("lista_trasparenza_2099-01-01.csv"));
  EXPECT_EQ(gone.remedy(), "ripetere l'importazione");
  std::filesystem::remove(newer);
  std::filesystem::create_directories(newer);
  EXPECT_EQ(refusal([&] { import(); }).code(), "import-unreadable");
  std::filesystem::remove(newer);
  std::filesystem::create_directories(folder_ / "note-aifa/note.csv");
  EXPECT_EQ(refusal([&] { import(); }).code(), "import-unreadable");
  EXPECT_EQ(count("pack"), packs);
  EXPECT_EQ(count("loaded_table where origin = 'imported'"), 0);
}

TEST_F(FormularyKeeperTest, APackOfTheListReplacesTheOneOutsideIt) {
  write_list(
      "041225083,ELIQUIS,\"\"\"5 MG COMPRESSE\"\" 56 COMPRESSE\",X,B01AF02,Apixaban,"
      "56 UNITA' 5 MG,ZZZ,30.00,40.00,\n");
  import();
  const auto found = find("eliquis");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].group_code, "ZZZ");
}

TEST_F(FormularyKeeperTest, ImportsGroupsAndNotes) {
  write_list(norvasc);
  write("farmaci-aifa/gruppi_equivalenza.csv",
        "gruppo,descrizione\nDOB,AMLODIPINA NUOVA\nX1,ALTRO\n");
  write("note-aifa/note.csv",
        "nota,farmaci_in_nota\n97,Farmaci in nota: a\n42,Farmaco in nota: Amlodipina\n");
  const ImportReport report = import();
  EXPECT_EQ(report.groups, 2);
  EXPECT_EQ(report.notes, 2);
  const Drug drug = find("norvasc").at(0);
  EXPECT_EQ(drug.group_text, "AMLODIPINA NUOVA");
  EXPECT_EQ(drug.notes.at(0).code, "42");
  const Drug apixaban = find("eliquis").at(0);  // note 101 is no more, 97 is
  ASSERT_EQ(apixaban.notes.size(), 1u);
  EXPECT_EQ(apixaban.notes[0].code, "97");
}

/// Who keeps the notes up to date needs no new program.
TEST_F(FormularyKeeperTest, ImportsNotesWithTheirConditionsAndDays) {
  write_list(std::string(norvasc) + torvast);
  write("note-aifa/condizioni.csv",
        "code,condition,from,to,source,link\n"
        "102,Prima,,2026-11-30,determina 1,https://example.org/102\n"
        "102,Poi,2026-12-01,,determina 2,\n"
        "103,Nuova,,,determina 3,\n");
  write(
      "note-aifa/farmaci.csv",
      "note,atc,from,to,source\n102,C08CA01,,,determina 1\n103,C08CA01,2027-01-01,,determina 3\n");
  EXPECT_EQ(import().notes, 2);
  const auto notes = [&](const char* day) {
    today_ = Date::parse(day);
    return find("norvasc").at(0).notes;
  };
  ASSERT_EQ(notes("2026-11-30").size(), 1u);
  EXPECT_EQ(notes("2026-11-30")[0].condition, "Prima");
  EXPECT_EQ(notes("2026-11-30")[0].source, "determina 1");
  EXPECT_EQ(notes("2026-11-30")[0].link, "https://example.org/102");
  EXPECT_EQ(notes("2026-12-01").at(0).condition, "Poi");
  ASSERT_EQ(notes("2027-01-01").size(), 2u);
  EXPECT_EQ(notes("2027-01-01")[1].condition, "Nuova");
  EXPECT_TRUE(find("torvast").at(0).notes.empty()) << "a built-in note was left";
}

TEST_F(FormularyKeeperTest, NotesThatCannotBeAppliedAreRefusedWhole) {
  write_list(norvasc);
  write("note-aifa/condizioni.csv",
        "code,condition,from,to,source,link\n102,Prima,ieri,,determina 1,\n");
  EXPECT_THAT(refusal([&] { import(); }).message(),
              HasSubstr("note-aifa/condizioni.csv c'è senza note-aifa/farmaci.csv"));
  write("note-aifa/farmaci.csv", "note,atc,from,to,source\n102,C08CA01,,,determina 1\n");
  const Error e = refusal([&] { import(); });
  EXPECT_EQ(e.code(), "import-malformed");
  EXPECT_THAT(e.message(), HasSubstr("note-aifa/condizioni.csv, riga 2: «ieri»"));
  EXPECT_EQ(find("totalip").at(0).notes.at(0).code, "13") << "the old notes are gone";
}

TEST_F(FormularyKeeperTest, OfSeveralListsTheNewestCounts) {
  write_list(norvasc);
  std::filesystem::rename(folder_ / "farmaci-aifa/lista_trasparenza_2020-10-15.csv",
                          folder_ / "farmaci-aifa/lista_trasparenza_2026-10-15.csv");
  write_list("not a list\n");
  EXPECT_EQ(import().drugs, 1);
}

TEST_F(FormularyKeeperTest, OneBadLineAnywhereImportsNothing) {
  write_list(std::string(norvasc) +
             "033007029,TORVAST,c,t,C10AA05,Atorvastatina,r,FTA,4.00,6.00,\n");
  const auto before = count("pack");
  const Error e = refusal([&] { import(); });
  EXPECT_EQ(e.code(), "import-malformed");
  EXPECT_THAT(e.message(), HasSubstr("lista_trasparenza_2020-10-15.csv, riga 3"));
  EXPECT_EQ(count("pack"), before);
  write_list(norvasc);
  write("note-aifa/note.csv", "nota,farmaci_in_nota\nx,y\n");
  EXPECT_THAT(refusal([&] { import(); }).message(), HasSubstr("note-aifa/note.csv, riga 2"));
  EXPECT_EQ(count("pack"), before);
}

/// The built-in tables with other notes.
std::vector<EmbeddedFile> with_notes(std::string_view notes, std::string_view drugs) {
  std::vector<EmbeddedFile> files;
  for (EmbeddedFile file : embedded::formulary_data()) {
    if (file.name == "aifa_notes.csv") file.content = notes;
    if (file.name == "note_drugs.csv") file.content = drugs;
    files.push_back(file);
  }
  return files;
}
constexpr const char* ended_notes =
    "code,condition,from,to,source,link\n13,Nuova,,2026-11-01,elenco,\n01,Protezione,,,elenco,\n";
constexpr const char* ended_drugs = "note,atc,from,to,source\n13,C10AA,,,elenco\n01,A02,,,elenco\n";

TEST_F(FormularyKeeperTest, BuiltInNotesAreRenewedBesideDrugsThatWereImportedWithoutNotes) {
  write_list(std::string(norvasc) + torvast);
  import();
  ASSERT_EQ(find("torvast").at(0).notes.at(0).code, "13");
  open(with_notes(ended_notes, ended_drugs));
  EXPECT_TRUE(find("torvast").at(0).notes.empty()) << "abrogated";
  EXPECT_EQ(count("pack where group_code <> ''"), 2) << "the drugs stay the imported ones";
  today_ = Date::parse("2026-10-31");
  EXPECT_EQ(find("torvast").at(0).notes.at(0).condition, "Nuova");
}

TEST_F(FormularyKeeperTest, NotesThatWereImportedStay) {
  write_list(std::string(norvasc) + torvast);
  write("note-aifa/condizioni.csv",
        "code,condition,from,to,source,link\n103,Propria,,,determina 3,\n");
  write("note-aifa/farmaci.csv", "note,atc,from,to,source\n103,C08CA01,,,determina 3\n");
  import();
  open(with_notes(ended_notes, ended_drugs));
  EXPECT_EQ(find("norvasc").at(0).notes.at(0).condition, "Propria");
}

TEST_F(FormularyKeeperTest,
       NotesOfAnEarlierReleaseEndWithTheUpgradeUnlessTheyMayBeThePracticesOwn) {
  write_list(std::string(norvasc) + torvast);
  import();
  // As the release before kept them: without a source, and without whose they are.
  const auto upgrade = [&](const char* condition) {
    pool_->write([&](pqxx::transaction_base& tx) {
      tx.exec("delete from loaded_table where name = 'formulary notes'");
      tx.exec("delete from migration where name like '003%'");
      tx.exec_params("update aifa_note set source = '', condition = $1 where code = '13'",
                     std::string(condition));
      tx.exec("update aifa_note set source = ''");
    });
    postgres::migrate(*pool_, embedded::formulary_migrations());
  };
  upgrade("condizioni non in questa tabella: leggerle nel testo AIFA della nota (x)");
  open(with_notes(ended_notes, ended_drugs));
  EXPECT_EQ(find("torvast").at(0).notes.size(), 1u) << "of a published list";
  upgrade("Ipercolesterolemia");
  open(with_notes(ended_notes, ended_drugs));
  EXPECT_TRUE(find("torvast").at(0).notes.empty());
}

TEST_F(FormularyKeeperTest, AnEmptyFolderIsSaid) {
  EXPECT_EQ(refusal([&] { import(); }).code(), "import-nothing");
}

TEST_F(FormularyKeeperTest, OnlyWhoMayImports) {
  write_list(norvasc);
  allowed_ = false;
  EXPECT_EQ(refusal([&] { import(); }).code(), "permission-denied");
}

TEST_F(FormularyKeeperTest, WhoSearchesNeverSeesAnEmptyFormulary) {
  write_list(norvasc);
  std::atomic<bool> done = false;
  std::atomic<int> searches = 0, empty = 0;
  std::thread reader([&] {
    while (!done) {
      if (find("norvasc").empty()) ++empty;
      ++searches;
    }
  });
  for (int i = 0; i < 20 || searches < 50; ++i) import();
  done = true;
  reader.join();
  EXPECT_EQ(empty, 0);
  EXPECT_GE(searches, 50);
}

}  // namespace
}  // namespace curante::formulary
