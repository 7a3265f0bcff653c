// SPDX-License-Identifier: Apache-2.0
#include "room_test.hpp"

namespace curante::formulary {
namespace {

using testing::Contains;
using testing::Each;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Property;
using testing::StartsWith;

class DrugSearchTest : public RoomTest {};

TEST_F(DrugSearchTest, FindsByNameSubstanceAicAndAtc) {
  EXPECT_EQ(find("norvasc").front().aic.value(), "027428010");  // 5 mg before 10 mg
  EXPECT_THAT(names("amlodipina"), Contains("NORVASC 5 mg"));
  EXPECT_EQ(find("027428010").front().name, "NORVASC");
  EXPECT_EQ(find("A027428010").front().name, "NORVASC");  // as read under the barcode
  EXPECT_THAT(find("c08ca01"), Each(Field(&Drug::atc, "C08CA01")));
  EXPECT_FALSE(find("c08ca01").empty());
}

TEST_F(DrugSearchTest, NamesComeBeforeSubstancesAndMiddles) {
  EXPECT_THAT(names("amlodipina").front(), StartsWith("AMLODIPINA"));
  const auto found = names("metformina");
  EXPECT_THAT(found.front(), StartsWith("METFORMINA"));
  EXPECT_THAT(found, Contains(StartsWith("GLUCOPHAGE")));
}

/// Whoever types it means it alone: not what holds codeine, too, of another class and group.
TEST_F(DrugSearchTest, TheWholeNameOfASubstanceFindsItAloneFirst) {
  const auto alone_first = [&](const std::string& text, int32_t limit, size_t alone) {
    const auto found = find(text, limit);
    ASSERT_GE(found.size(), alone) << text;
    for (size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].active_substance == "Paracetamolo", i < alone)
          << text << " " << i << " " << found[i].name;
    }
  };
  alone_first("paracetamolo", 20, 3);
  alone_first("PARACETAMOLO", 3, 3);
  EXPECT_TRUE(service_.on(context(), Search{"paracetamolo", 3}).more);
  alone_first("paracetamolo 500", 20, 1);
  EXPECT_THAT(names("paracetamolo"), Contains(StartsWith("PARACETAMOLO E CODEINA")));
  EXPECT_THAT(names("paracetamolo e codeina").front(), StartsWith("PARACETAMOLO E CODEINA"));
  EXPECT_THAT(names("paraceta").front(), StartsWith("PARACETAMOLO E CODEINA")) << "a beginning";
}

TEST_F(DrugSearchTest, WordsNarrow) {
  const auto found = find("eutirox 50");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].strength, "50 mcg");
  EXPECT_THAT(find("acido clavulanico"), Each(Field(&Drug::atc, "J01CR02")));
  EXPECT_THAT(find("eutirox marziano"), IsEmpty());
}

TEST_F(DrugSearchTest, AnswersTheFirstLetters) {
  EXPECT_THAT(names("no"), Contains("NORVASC 5 mg"));
  EXPECT_FALSE(find("c0").empty());
}

TEST_F(DrugSearchTest, ShowsGroupClassNoteAndPrice) {
  const Drug drug = service_.on(context(), GetDrug{Aic("033006026")});
  EXPECT_EQ(drug.name, "TOTALIP");
  EXPECT_EQ(drug.group_code, "FTA");
  EXPECT_EQ(drug.group_text, "ATORVASTATINA 10MG 30 UNITA' USO ORALE");
  EXPECT_EQ(drug.drug_class, DrugClass::A);
  EXPECT_EQ(drug.price.cents, 636);
  EXPECT_EQ(drug.reference_price.cents, 435);
  ASSERT_EQ(drug.notes.size(), 1u);
  EXPECT_EQ(drug.notes[0].code, "13");
  EXPECT_FALSE(drug.notes[0].condition.empty());
  EXPECT_FALSE(drug.notes[0].source.empty());
  EXPECT_EQ(drug.notes[0].link, "https://www.aifa.gov.it/note-aifa");
}

/// Notes 2 and 4 were abrogated from 7 August 2025: until then the SSN paid within them only.
TEST_F(DrugSearchTest, ANoteCountsWhileItIsInForce) {
  const auto notes = [&](const char* day) {
    today_ = Date::parse(day);
    std::vector<std::string> codes;
    const Drug drug = find("pregabalin").at(0);
    for (const AifaNote& note : drug.notes) codes.push_back(note.code);
    return codes;
  };
  EXPECT_THAT(notes("2025-08-06"), testing::ElementsAre("04"));
  EXPECT_THAT(notes("2025-08-07"), testing::IsEmpty());
}

TEST_F(DrugSearchTest, OutsideClassAThereIsNoNote) {
  for (const Drug& drug : find("tachipirina")) {
    EXPECT_EQ(drug.drug_class, DrugClass::C);
    EXPECT_TRUE(drug.notes.empty());
    EXPECT_EQ(drug.group_text, "");
  }
  EXPECT_FALSE(find("tachipirina").empty());
}

TEST_F(DrugSearchTest, AnUnknownPackIsSaid) {
  const Error e = refusal([&] { service_.on(context(), GetDrug{Aic("000000000")}); });
  EXPECT_EQ(e.code(), "drug-unknown");
  EXPECT_THAT(e.message(), HasSubstr("000000000"));
  EXPECT_EQ(refusal([&] { Aic("027428011"); }).code(), "aic-check-digit");
}

TEST_F(DrugSearchTest, AGroupIsListedCheapestFirst) {
  const auto members = service_.on(context(), GroupMembers{"DOB"}).drugs;
  ASSERT_GE(members.size(), 2u);
  EXPECT_LE(members[0].price.cents, members[1].price.cents);
  EXPECT_THAT(members, Each(Field(&Drug::group_code, "DOB")));
  EXPECT_THAT(service_.on(context(), GroupMembers{""}).drugs, IsEmpty());
  EXPECT_THAT(service_.on(context(), GroupMembers{"???"}).drugs, IsEmpty());
}

TEST_F(DrugSearchTest, IsBoundedAndSaysWhenThereIsMore) {
  const auto list = service_.on(context(), Search{"compresse sandoz", 2});
  EXPECT_THAT(list.drugs, IsEmpty());  // the form is not searched
  const auto sandoz = service_.on(context(), Search{"sandoz", 2});
  EXPECT_EQ(sandoz.drugs.size(), 2u);
  EXPECT_TRUE(sandoz.more);
  EXPECT_FALSE(service_.on(context(), Search{"norvasc", 100000}).more);
  EXPECT_THAT(find("  "), IsEmpty());
  EXPECT_THAT(find("%"), IsEmpty());
}

}  // namespace
}  // namespace curante::formulary
