// SPDX-License-Identifier: Apache-2.0
#include "pack_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "curante/error.hpp"

namespace curante::formulary {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* header =
    "aic,name,pack,active_substance,strength,form,units,atc,group_code,drug_class,price_cents,"
    "reference_price_cents,company\n";
constexpr const char* norvasc =
    "027428010,NORVASC,\"5 mg compresse, 28 compresse\",Amlodipina,,,28,C08CA01,DOB,A,500,300,P\n";

std::vector<Drug> read(const std::string& rows) {
  return read_pack_list(header + rows, "confezioni.csv");
}

Error refusal(const std::string& rows) {
  try {
    read(rows);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "import-malformed");
    EXPECT_THAT(e.remedy(), HasSubstr("nulla è stato importato"));
    return e;
  }
  return Error("not-refused", "");
}
std::string said(const std::string& rows) {
  return refusal(rows).message();
}

TEST(PackList, ReadsPacksOfAllClassesWithoutGroupOrPrice) {
  const auto drugs = read(
      "099001051,S,\"50 mg compresse rivestite con film, 4 compresse\",Sildenafil,,,,G04BE03,,C,,,"
      "\n099001048,I,100 mg polvere,Infliximab,,,1,L04AB02,,H,,,\n"
      "099001063,D,1000 mg compresse,Calcio e vitamina D,1 g,bustine,30,A12AX,,A,770,,Ditta\n");
  ASSERT_EQ(drugs.size(), 3u);
  EXPECT_EQ(drugs[0].drug_class, DrugClass::C);
  EXPECT_EQ(drugs[0].strength, "50 mg") << "as the pack's text has it";
  EXPECT_EQ(drugs[0].form, "compresse rivestite con film");
  EXPECT_EQ(drugs[0].units, 0);
  EXPECT_EQ(drugs[0].price.cents, 0);
  EXPECT_EQ(drugs[0].group_code, "");
  EXPECT_EQ(drugs[1].drug_class, DrugClass::H);
  EXPECT_EQ(drugs[2].strength, "1 g");
  EXPECT_EQ(drugs[2].form, "bustine");
  EXPECT_EQ(drugs[2].price.cents, 770);
}

struct WrongRow {
  const char* row;
  const char* said;
};

TEST(PackList, SaysOfAWrongRowWhatToDo) {
  for (const WrongRow& it : {
           WrongRow{"027428011,N,p,s,,,1,C08CA01,,C,,,", "cifra di controllo"},
           WrongRow{",N,p,s,,,1,C08CA01,,C,,,", "manca l'AIC"},
           WrongRow{"027428010,,p,s,,,1,C08CA01,,C,,,", "completare name"},
           WrongRow{"027428010,N,p,s,,,1,C08CA01,,Cnn,,,", "scrivere A, C (anche per C-nn) o H"},
           WrongRow{"027428010,N,p,s,,,1,C08CA01,,,,,", "«» non è una classe"},
           WrongRow{"027428010,N,p,s,,,1,C08CA01,,C,\"5,53\",,", "scrivere il prezzo in centesimi"},
           WrongRow{"027428010,N,p,s,,,1,C08CA01,,C,-1,,", "«-1» non è un numero"},
           WrongRow{"027428010,N,p,s,,,1,C08CA01,,C,100000001,,", "non è un numero"},
           WrongRow{"027428010,N,p,s,,,venti,C08CA01,,C,,,", "quante unità"},
           WrongRow{"027428010,N,p,s,,,99999999999,C08CA01,,C,,,", "quante unità"},
           WrongRow{"027428010,N,p,s,,,1,,,C,,,", "«» non è un codice ATC"},
           WrongRow{"027428010,N,p,s,,,1,c08ca01,,C,,,", "codice ATC"},
           WrongRow{"027428010,N,p,s,,,1,C08C,,C,,,", "codice ATC"},
           WrongRow{"027428010,N,p,s,,,1,N02AX,,A,,,", "stupefacenti"},
           WrongRow{"027428010,N,p,s,,,1,C08CA01,DOB,C,,,", "svuotare group_code"},
           WrongRow{"027428010,N,p,s,,,1,C08CA01,,H,,300,", "sono della classe A"},
           WrongRow{"027428010,N ,p,s,,,1,C08CA01,,C,,,", "uno spazio"},
           WrongRow{"027428010,N,\"a\nb\",s,,,1,C08CA01,,C,,,", "un a capo"},
       }) {
    EXPECT_THAT(said(std::string(norvasc).replace(0, 9, "033007028") + it.row + "\n"),
                AllOf(HasSubstr("confezioni.csv, riga 3: "), HasSubstr(it.said)))
        << it.row;
  }
}

TEST(PackList, NamesAllWrongRowsUpToTen) {
  EXPECT_THAT(said(std::string(norvasc) + norvasc + ",N,p,s,,,1,C08CA01,,C,,,\n"),
              AllOf(HasSubstr("riga 3: l'AIC 027428010 c'è già alla riga 2"),
                    HasSubstr("; confezioni.csv, riga 4: manca l'AIC")));
  std::string many;
  for (int i = 0; i < 12; ++i) many += ",N,p,s,,,1,C08CA01,,C,,,\n";
  EXPECT_THAT(said(many), AllOf(HasSubstr("riga 11:"), Not(HasSubstr("riga 12:")),
                                HasSubstr("altre righe sbagliate: 2")));
}

TEST(PackList, RefusesAListWithoutPacksOrWithAMisspeltColumn) {
  EXPECT_THAT(said(""), HasSubstr("non elenca nessuna confezione"));
  const auto missing = [] { read_pack_list("aic,name,pack\n", "confezioni.csv"); };
  try {
    missing();
    FAIL() << "read";
  } catch (const Error& e) {
    EXPECT_THAT(e.message(), HasSubstr("manca la colonna «active_substance»"));
  }
}

// ---- with the transparency list

Drug listed(const char* aic, const char* group) {
  Drug it;
  it.aic = Aic(aic);
  it.name = "DELLA LISTA";
  it.group_code = group;
  it.price = Money{700};
  it.reference_price = Money{400};
  it.units = 28;
  return it;
}

TEST(MergedLists, GroupAndPricesComeFromTheTransparencyList) {
  const auto all = merged(read(norvasc), {listed("027428010", "NEW")});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].name, "NORVASC");
  EXPECT_EQ(all[0].group_code, "NEW");
  EXPECT_EQ(all[0].price.cents, 700);
  EXPECT_EQ(all[0].reference_price.cents, 400);
}

TEST(MergedLists, TheClassComesFromTheCompleteListAndOutsideClassAThereIsNoGroup) {
  const auto all =
      merged(read("027428010,N,p,s,,,,C08CA01,,C,650,,\n"), {listed("027428010", "DOB")});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].drug_class, DrugClass::C);
  EXPECT_EQ(all[0].group_code, "");
  EXPECT_EQ(all[0].reference_price.cents, 0);
  EXPECT_EQ(all[0].price.cents, 700);
  EXPECT_EQ(all[0].units, 28) << "where the complete list does not know";
}

TEST(MergedLists, PacksOfOneListAloneStay) {
  const auto all = merged(read(norvasc), {listed("033007028", "FTA")});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].group_code, "DOB") << "the complete list's own";
  EXPECT_EQ(all[0].price.cents, 500);
  EXPECT_EQ(all[1].name, "DELLA LISTA");
}

TEST(MergedLists, AGroupNobodyDescribesIsDescribedByItsPack) {
  std::map<std::string, std::string> groups{{"FTA", "ATORVASTATINA"}};
  describe_groups(read(norvasc), groups);
  describe_groups({listed("033007028", "FTA")}, groups);
  EXPECT_EQ(groups, (std::map<std::string, std::string>{{"FTA", "ATORVASTATINA"},
                                                        {"DOB", "AMLODIPINA 28 UNITA' 5 MG"}}));
}

}  // namespace
}  // namespace curante::formulary
