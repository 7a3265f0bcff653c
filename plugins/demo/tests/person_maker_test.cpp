// SPDX-License-Identifier: Apache-2.0
#include "person_maker.hpp"

#include <gtest/gtest.h>

#include <set>

namespace curante::demo {
namespace {

constexpr int many = 3000;

std::vector<chart::Patient> people(uint64_t seed) {
  accounts::Doctor doctor;
  doctor.region_code = "120";
  doctor.asl_code = "201";
  const PersonMaker maker(WordLists::of_region("120"), {doctor}, Date::parse("2026-11-23"));
  std::vector<chart::Patient> out;
  for (int i = 0; i < many; ++i) {
    RandomSource random(seed, static_cast<uint64_t>(i) + 1);
    out.push_back(maker.make(random, i));
  }
  return out;
}

TEST(PersonMaker, TheSameSeedGivesTheSamePeople) {
  const auto first = people(7), again = people(7), other = people(8);
  int equal = 0;
  for (int i = 0; i < many; ++i) {
    EXPECT_EQ(first[i].id, again[i].id);
    EXPECT_EQ(first[i].fiscal_code, again[i].fiscal_code);
    equal += first[i].id == other[i].id;
  }
  EXPECT_EQ(equal, 0);
}

TEST(PersonMaker, EveryCodeIsValidAndSomeHaveOmocodia) {
  int omocodia = 0;
  std::set<std::string> ids;
  for (const auto& person : people(1)) {
    // FiscalCode throws for a wrong one; here it must also agree with the person.
    const std::string plain = FiscalCodeRule::plain(person.fiscal_code.value());
    EXPECT_EQ(plain.substr(0, 15), fiscal_code(person).substr(0, 15));
    omocodia += plain != person.fiscal_code.value();
    ids.insert(person.id.value());
  }
  EXPECT_EQ(ids.size(), static_cast<size_t>(many));
  EXPECT_GT(omocodia, 0);
  EXPECT_LT(omocodia, many / 50);
}

TEST(PersonMaker, AgesAreThoseOfAPractice) {
  int minors = 0, old = 0;
  for (const auto& person : people(1)) {
    const int age = (Date::parse("2026-11-23").days - person.birth_date.days) / 365;
    EXPECT_GE(age, 14);
    EXPECT_LE(age, 99);
    minors += age < 18;
    old += age >= 65;
  }
  EXPECT_NEAR(minors * 100.0 / many, 5, 2);
  EXPECT_NEAR(old * 100.0 / many, 27, 4);
}

TEST(PersonMaker, KnowsTheOfficialExample) {
  chart::Patient person;
  person.last_name = "Rossi";
  person.first_name = "Mario";
  person.sex = chart::Sex::M;
  person.birth_date = Date::parse("1980-01-01");
  person.birth_place = "H501";
  EXPECT_EQ(fiscal_code(person), "RSSMRA80A01H501U");
}

TEST(WordLists, EverySacRegionHasTowns) {
  for (const char* code : {"130", "170", "180", "150", "120", "110", "140", "190", "020"}) {
    EXPECT_FALSE(WordLists::of_region(code).towns.empty()) << code;
  }
  EXPECT_THROW(WordLists::of_region("999"), Error);
}

}  // namespace
}  // namespace curante::demo
