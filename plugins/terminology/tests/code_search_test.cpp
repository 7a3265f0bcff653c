// SPDX-License-Identifier: Apache-2.0
#include "room_test.hpp"

namespace curante::terminology {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class CodeSearchTest : public RoomTest {};

TEST_F(CodeSearchTest, FindsByCodeWithAndWithoutDots) {
  EXPECT_EQ(codes("401.9").front(), "401.9");
  EXPECT_EQ(codes("4019").front(), "401.9");
  EXPECT_EQ(codes("v70").front(), "V70.0");
  EXPECT_EQ(codes("c08ca01", System::atc).front(), "C08CA01");
}

TEST_F(CodeSearchTest, IgnoresAccentsAndCase) {
  EXPECT_THAT(codes("OBESITA grave"), ElementsAre("278.01"));
  EXPECT_THAT(codes("obesità grave"), ElementsAre("278.01"));
  EXPECT_THAT(codes("sjogren"), ElementsAre("710.2"));
}

TEST_F(CodeSearchTest, PutsBeginningsBeforeMiddles) {
  const auto found = codes("asma");
  EXPECT_EQ(found.front(), "493.00");                 // begins with it
  EXPECT_THAT(codes("tensione"), Contains("401.9"));  // iperTENSIONE
  const auto tumour = codes("prostata");
  EXPECT_THAT(tumour, Contains("185"));
  EXPECT_THAT(codes("tensi").size(), testing::Gt(1u));
}

TEST_F(CodeSearchTest, EveryWordCounts) {
  EXPECT_THAT(codes("diabete renali"), ElementsAre("250.40"));
  EXPECT_THAT(codes("diabete marziano"), IsEmpty());
}

TEST_F(CodeSearchTest, AnswersTheFirstLetters) {
  EXPECT_THAT(codes("as"), Contains("493.90"));
  EXPECT_THAT(codes("as"), Not(Contains("401.9")));
  EXPECT_THAT(codes("25"), Contains("250.00"));
}

TEST_F(CodeSearchTest, SaysWhenThereIsMore) {
  const auto list = service_.on(context(), Search{System::icd9cm, "tumore", 5});
  EXPECT_EQ(list.concepts.size(), 5u);
  EXPECT_TRUE(list.more);
  EXPECT_FALSE(service_.on(context(), Search{System::icd9cm, "celiachia", 5}).more);
  EXPECT_EQ(codes("tumore", System::icd9cm, -3).size(), 1u);
}

TEST_F(CodeSearchTest, NothingTypedOrOnlyMarksFindsNothing) {
  EXPECT_THAT(codes(""), IsEmpty());
  EXPECT_THAT(codes(" %_'; --"), IsEmpty());
  EXPECT_THAT(codes("'; drop table concept; --"), IsEmpty());
  EXPECT_GT(count("concept"), 0);
}

TEST_F(CodeSearchTest, KeepsTheSystemsApart) {
  EXPECT_THAT(codes("013", System::exemption), ElementsAre("013"));
  EXPECT_THAT(codes("diabete", System::exemption), ElementsAre("012", "013"));
  EXPECT_THAT(codes("amlodipina", System::atc), Contains("C08CA01"));
}

TEST_F(CodeSearchTest, LooksUpOneCode) {
  EXPECT_EQ(service_.on(context(), Lookup{System::atc, "c08ca01"}).text, "Amlodipina");
  const Error e = refusal([&] { service_.on(context(), Lookup{System::icd9cm, "999.99"}); });
  EXPECT_EQ(e.code(), "code-unknown");
  EXPECT_THAT(e.message(), HasSubstr("999.99"));
}

TEST_F(CodeSearchTest, FindsPlaces) {
  EXPECT_EQ(places("roma").front(), "Roma RM");
  EXPECT_EQ(places("H501").front(), "Roma RM");
  EXPECT_EQ(places("l'aquila").front(), "L'Aquila AQ");
  EXPECT_EQ(places("aquila").front(), "L'Aquila AQ");
  EXPECT_THAT(places("peru"), ElementsAre("Perù EE", "Perugia PG"));  // the whole name first
  EXPECT_EQ(places("per").front(), "Perugia PG");                     // else Italy first
  EXPECT_EQ(places("perù").size(), places("PERU").size());
  EXPECT_THAT(places("ro"), Contains("Roma RM"));
}

}  // namespace
}  // namespace curante::terminology
