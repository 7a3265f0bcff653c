// SPDX-License-Identifier: Apache-2.0
// The import of a complete list, alone and beside AIFA's transparency list.
#include "formulary_verbs.hpp"
#include "room_test.hpp"

namespace curante::formulary {
namespace {

using testing::HasSubstr;

constexpr const char* header =
    "aic,name,pack,active_substance,strength,form,units,atc,group_code,drug_class,price_cents,"
    "reference_price_cents,company\n";
constexpr const char* sildenafil =
    "099001051,SILDENAFIL DI PROVA,\"50 mg compresse, 4 "
    "compresse\",Sildenafil,,,4,G04BE03,,C,3000,,X\n";
constexpr const char* insulin =
    "099001063,INSULINA DI PROVA,\"100 UI/ml soluzione iniettabile, 5 penne\",Insulina "
    "glargine,,,5,A10AE04,,A,5000,,X\n";
constexpr const char* apixaban =
    "041225083,ELIQUIS,\"5 mg compresse, 56 compresse\",Apixaban,,,56,B01AF02,,A,4000,,X\n";
constexpr const char* norvasc =
    "027428010,NORVASC,\"5 mg compresse, 28 compresse\",Amlodipina,,,28,C08CA01,,A,999,,X\n";
constexpr const char* norvasc_listed =
    "027428010,NORVASC,\"\"\"5 MG COMPRESSE\"\" 28 COMPRESSE\",PFIZER,C08CA01,Amlodipina,"
    "28 UNITA' 5 MG - USO ORALE,DOB,3.00,5.00,\n";
constexpr const char* torvast_listed =
    "033007028,TORVAST,\"\"\"10 MG COMPRESSE\"\" 30 COMPRESSE\",PFIZER,C10AA05,Atorvastatina,"
    "30 UNITA' 10 MG - USO ORALE,FTA,4.00,6.00,\n";

class CompleteImportTest : public RoomTest {
 protected:
  ImportReport import() { return service_.on(context(), ImportLists{folder_.string()}); }
  void write_complete(const std::string& rows) const {
    write("prontuario/confezioni_2026-11.csv", header + rows);
  }
  void remove(const char* folder) const { std::filesystem::remove_all(folder_ / folder); }
  std::string packs() {
    return pool_->read([](pqxx::transaction_base& tx) {
      return std::string(
          tx.exec("select string_agg(pack::text, '/' order by aic) from pack")[0][0].c_str());
    });
  }
};

TEST_F(CompleteImportTest, BringsClassCAndClassAWithoutAGroup) {
  write_complete(std::string(sildenafil) + insulin + apixaban);
  EXPECT_EQ(import().drugs, 3);
  const Drug white = find("sildenafil").at(0);
  EXPECT_EQ(white.drug_class, DrugClass::C);
  EXPECT_EQ(white.price.cents, 3000);
  const Drug pen = service_.on(context(), GetDrug{Aic("099001063")});
  EXPECT_EQ(pen.drug_class, DrugClass::A);
  EXPECT_EQ(pen.group_code, "");
  EXPECT_EQ(find("eliquis").at(0).notes.size(), 2u) << "notes 97 and 101, by its ATC";
  EXPECT_EQ(count("pack"), 3) << "the demonstration is gone";
  open(embedded::formulary_data());
  EXPECT_EQ(count("pack"), 3) << "and stays away at the next start";
}

TEST_F(CompleteImportTest, OfBothListsEachSaysWhatItKnows) {
  write_complete(std::string(sildenafil) + norvasc);
  write_list(std::string(norvasc_listed) + torvast_listed);
  EXPECT_EQ(import().drugs, 3);
  const Drug both = find("norvasc").at(0);
  EXPECT_EQ(both.group_code, "DOB");
  EXPECT_EQ(both.group_text, "AMLODIPINA 28 UNITA' 5 MG - USO ORALE");
  EXPECT_EQ(both.price.cents, 500);
  EXPECT_EQ(both.reference_price.cents, 300);
  EXPECT_EQ(both.company, "X");
  EXPECT_EQ(find("torvast").at(0).group_code, "FTA");
}

TEST_F(CompleteImportTest, TheSameAgainChangesNothing) {
  write_complete(std::string(sildenafil) + norvasc);
  write_list(norvasc_listed);
  const ImportReport first = import();
  const std::string once = packs();
  const ImportReport again = import();
  EXPECT_EQ(again.drugs, first.drugs);
  EXPECT_EQ(again.groups, first.groups);
  EXPECT_EQ(packs(), once);
}

TEST_F(CompleteImportTest, AWrongRowImportsNothing) {
  const auto before = packs();
  write_complete(std::string(sildenafil) + "099001063,I,p,s,,,5,A10AE04,,X,5000,,X\n");
  write_list(norvasc_listed);
  const Error e = refusal([&] { import(); });
  EXPECT_EQ(e.code(), "import-malformed");
  EXPECT_THAT(e.message(), HasSubstr("prontuario/confezioni_2026-11.csv, riga 3: «X»"));
  EXPECT_EQ(packs(), before);
  EXPECT_EQ(count("loaded_table where origin = 'imported'"), 0);
}

TEST_F(CompleteImportTest, TheTransparencyListAloneDoesNotTakeTheCompleteListAway) {
  write_complete(std::string(sildenafil) + norvasc);
  write_list(norvasc_listed);
  import();
  const auto before = packs();
  remove("prontuario");
  const Error e = refusal([&] { import(); });
  EXPECT_EQ(e.code(), "import-incomplete");
  EXPECT_THAT(e.remedy(), HasSubstr("prontuario/confezioni*.csv"));
  EXPECT_EQ(packs(), before);
}

TEST_F(CompleteImportTest, ACompleteListWithoutGroupsDoesNotTakeThemAway) {
  write_list(norvasc_listed);
  import();
  remove("farmaci-aifa");
  write_complete(norvasc);
  const Error e = refusal([&] { import(); });
  EXPECT_EQ(e.code(), "import-incomplete");
  EXPECT_THAT(e.remedy(), HasSubstr("lista_trasparenza"));
  EXPECT_EQ(find("norvasc").at(0).group_code, "DOB");
  write_list(norvasc_listed);
  EXPECT_EQ(import().drugs, 1);
}

TEST_F(CompleteImportTest, ACompleteListWithoutGroupsCanBeRepeated) {
  write_complete(norvasc);
  import();
  EXPECT_EQ(import().drugs, 1);
}

/// The invented packs that other tests import, too.
TEST_F(CompleteImportTest, TheVerbTakesTheListForTests) {
  FormularyVerbs verbs(service_);
  const auto outcome =
      verbs.on(context(), verbs::Run{"formulary import", {"."}, FORMULARY_TEST_LISTS});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.output, HasSubstr("packs   7\ngroups  0\n"));
  EXPECT_EQ(find("oppiaceo").at(0).atc, "N02AX06");
  EXPECT_EQ(find("eparina").at(0).form, "soluzione iniettabile");
  EXPECT_EQ(find("infusione").at(0).drug_class, DrugClass::H);
}

}  // namespace
}  // namespace curante::formulary
