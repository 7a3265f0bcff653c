// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "room_test.hpp"

namespace curante::terminology {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class TableKeeperTest : public RoomTest {
 protected:
  ImportReport import() { return service_.on(context(), ImportTables{folder_.string()}); }
};

TEST_F(TableKeeperTest, LoadsTheBuiltInTablesOnce) {
  EXPECT_GT(count("concept where system = 'icd9cm'"), 300);
  EXPECT_GT(count("municipality where province = 'EE'"), 20);
  EXPECT_EQ(count("loaded_table where origin = 'built-in'"), 7);
  const auto before = pool_->read([](pqxx::transaction_base& tx) {
    return std::string(tx.exec("select max(xmin::text::bigint) from concept")[0][0].c_str());
  });
  open(embedded::terminology_tables());
  const auto after = pool_->read([](pqxx::transaction_base& tx) {
    return std::string(tx.exec("select max(xmin::text::bigint) from concept")[0][0].c_str());
  });
  EXPECT_EQ(before, after);
}

TEST_F(TableKeeperTest, LoadsABuiltInTableAgainWhenItChanged) {
  const EmbeddedFile changed[] = {{"icd9cm.csv", "code,text\n001.9,Colera\n"}};
  open(changed);
  EXPECT_EQ(count("concept where system = 'icd9cm'"), 1);
  EXPECT_GT(count("concept where system = 'atc'"), 400);
}

TEST_F(TableKeeperTest, ImportsWhatIsThereAndLeavesTheRest) {
  write("icd9cm-it/diagnosi.csv", "codice,descrizione\n110.1,Dermatofitosi dell???unghia\n");
  const ImportReport report = import();
  EXPECT_EQ(report.diagnoses, 1);
  EXPECT_EQ(report.atc, 0);
  EXPECT_THAT(codes("unghia"), ElementsAre("110.1"));
  EXPECT_THAT(codes("dell'unghia"), ElementsAre("110.1"));
  EXPECT_EQ(codes("amlodipina", System::atc).front(), "C08CA01");
}

TEST_F(TableKeeperTest, AnImportOutlivesABuiltInChange) {
  write("icd9cm-it/diagnosi.csv", "codice,descrizione\n001,Colera\n");
  import();
  const EmbeddedFile changed[] = {{"icd9cm.csv", "code,text\n002,Tifo\n"}};
  open(changed);
  EXPECT_THAT(codes("colera"), ElementsAre("001"));
}

TEST_F(TableKeeperTest, ExemptionsAreAddedToThoseKnown) {
  write("esenzioni/esenzioni.csv", "codice,descrizione\nE01,Testo nuovo\nX99,Nuova\n");
  const auto before = count("concept where system = 'exemption'");
  EXPECT_EQ(import().exemptions, 2);
  EXPECT_EQ(count("concept where system = 'exemption'"), before + 1);
  EXPECT_EQ(service_.on(context(), Lookup{System::exemption, "E01"}).text, "Testo nuovo");
  EXPECT_EQ(service_.on(context(), Lookup{System::exemption, "013"}).text, "Diabete mellito");
}

TEST_F(TableKeeperTest, ForeignStatesStayWhenMunicipalitiesAreImported) {
  write(
      "territorio/comuni_2025.csv",
      "codice_catastale,codice_istat,nome,sigla_provincia,provincia,codice_regione_istat,regione\n"
      "H501,258091,Roma,RM,Roma,12,Lazio\n");
  EXPECT_EQ(import().municipalities, 1);
  EXPECT_THAT(places("roma"), testing::Contains("Roma RM"));
  EXPECT_THAT(places("romania"), ElementsAre("Romania EE"));
  EXPECT_EQ(count("municipality where province <> 'EE'"), 1);
}

TEST_F(TableKeeperTest, OneBadLineAnywhereImportsNothing) {
  write("icd9cm-it/diagnosi.csv", "codice,descrizione\n001,Colera\n");
  write("atc-it/atc.csv", "codice,descrizione\nA,Apparato\nA1,Malato\n");
  const auto before = count("concept");
  const Error e = refusal([&] { import(); });
  EXPECT_EQ(e.code(), "import-malformed");
  EXPECT_THAT(e.message(), HasSubstr("atc-it/atc.csv, riga 3"));
  EXPECT_EQ(count("concept"), before);
  EXPECT_EQ(count("loaded_table where origin = 'imported'"), 0);
}

TEST_F(TableKeeperTest, AnEmptyFolderIsSaid) {
  EXPECT_EQ(refusal([&] { import(); }).code(), "import-nothing");
  std::filesystem::create_directories(folder_ / "atc-it/atc.csv");
  EXPECT_EQ(refusal([&] { import(); }).code(), "import-unreadable");
}

TEST_F(TableKeeperTest, OnlyWhoMayImports) {
  write("icd9cm-it/diagnosi.csv", "codice,descrizione\n001,Colera\n");
  allowed_ = false;
  EXPECT_EQ(refusal([&] { import(); }).code(), "permission-denied");
}

TEST_F(TableKeeperTest, WhoSearchesNeverSeesAnEmptyTable) {
  write("icd9cm-it/diagnosi.csv", "codice,descrizione\n493.90,Asma non precisato\n");
  std::atomic<bool> done = false;
  std::atomic<int> searches = 0, empty = 0;
  std::thread reader([&] {
    while (!done) {
      if (codes("asma").empty()) ++empty;
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
}  // namespace curante::terminology
