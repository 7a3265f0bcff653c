// SPDX-License-Identifier: Apache-2.0
#include "clinical_maker.hpp"

#include <gtest/gtest.h>

#include <set>

#include "word_lists.hpp"

namespace curante::demo {
namespace {

constexpr int many = 2000;

formulary::Drug drug(const std::string& name, const std::string& atc) {
  formulary::Drug it;
  it.name = name;
  it.pack = "28 compresse";
  it.atc = atc;
  it.drug_class = formulary::DrugClass::A;
  return it;
}

class ClinicalMakerTest : public ::testing::Test {
 protected:
  static std::vector<Regimen> known() {
    // The substance's own name stands for its pack.
    return regimens([](const std::string& substance) {
      const std::string atc = substance == "ramipril"                 ? "C09AA05"
                              : substance == "acido acetilsalicilico" ? "B01AC06"
                                                                      : "";
      return std::vector<formulary::Drug>{drug(substance, atc)};
    });
  }
  static chart::Patient person(int number) {
    chart::Patient it;
    RandomSource random(3, static_cast<uint64_t>(number) + 1);
    it.id = random.id();
    it.sex = number % 2 == 0 ? chart::Sex::F : chart::Sex::M;
    it.birth_date = Date::parse(std::to_string(1930 + number % 80) + "-03-01");
    return it;
  }
  static Record make(chart::Patient& it, int number, const std::string& now) {
    const ClinicalMaker maker(
        known(),
        {drug("Tachipirina", "N02BE01"), drug("Zimox", "J01CA04"), drug("Brufen", "M01AE01")},
        Instant::parse(now + "T09:00:00Z"));
    RandomSource random(1, static_cast<uint64_t>(number) + 1);
    return maker.make(random, it, Extent{});
  }
};

TEST_F(ClinicalMakerTest, NobodyIsGivenWhatTheyAreAllergicTo) {
  int allergic = 0, therapies = 0;
  for (int i = 0; i < many; ++i) {
    chart::Patient it = person(i);
    const Record record = make(it, i, "2026-11-23");
    allergic += !record.allergies.empty();
    therapies += static_cast<int>(record.therapies.size());
    for (const auto& allergy : record.allergies) {
      if (allergy.atc.empty()) continue;
      if (allergy.substance == "Antinfiammatori non steroidei") {
        for (const auto& therapy : record.therapies) EXPECT_NE(therapy.atc, "B01AC06");
      }
      for (const auto& therapy : record.therapies) EXPECT_NE(therapy.atc.find(allergy.atc), 0U);
      for (const auto& past : record.prescriptions) {
        for (const auto& line : past.lines) EXPECT_NE(line.atc.find(allergy.atc), 0U);
      }
    }
  }
  EXPECT_NEAR(allergic * 100.0 / many, 12, 3);
  EXPECT_GT(therapies, many / 2);
}

TEST_F(ClinicalMakerTest, ProblemsFitAgeAndSex) {
  int prostates = 0;
  for (int i = 0; i < many; ++i) {
    chart::Patient it = person(i);
    for (const auto& problem : make(it, i, "2026-11-23").problems) {
      if (problem.icd9 != "600.00") continue;
      ++prostates;
      EXPECT_EQ(it.sex, chart::Sex::M);
      EXPECT_LE(it.birth_date.days, Date::parse("1967-01-01").days);
    }
  }
  EXPECT_GT(prostates, 0);
}

TEST_F(ClinicalMakerTest, ExemptionsComeWithTheirProblemsOnce) {
  for (int i = 0; i < many; ++i) {
    chart::Patient it = person(i);
    const Record record = make(it, i, "2026-11-23");
    std::set<std::string> codes;
    for (const auto& exemption : it.exemptions) EXPECT_TRUE(codes.insert(exemption.code).second);
    EXPECT_LE(it.exemptions.size(), record.problems.size());
  }
}

TEST_F(ClinicalMakerTest, ThePastIsPastAndEverythingIsTheirs) {
  const int64_t now = Instant::parse("2026-11-23T09:00:00Z").ms;
  std::set<std::string> ids;
  size_t records = 0;
  for (int i = 0; i < 300; ++i) {
    chart::Patient it = person(i);
    const Record record = make(it, i, "2026-11-23");
    for (const auto& past : record.prescriptions) {
      EXPECT_LT(past.issued.ms, now);
      EXPECT_GT(past.issued.ms, now - 6 * 365 * 86'400'000LL);
      EXPECT_EQ(past.patient, it.id);
      EXPECT_FALSE(past.lines.empty());
      ids.insert(past.id.value());
    }
    for (const auto& contact : record.contacts) {
      EXPECT_LT(contact.at.ms, now);
      EXPECT_EQ(contact.patient, it.id);
      ids.insert(contact.id.value());
    }
    records += record.prescriptions.size() + record.contacts.size();
  }
  EXPECT_EQ(ids.size(), records);
}

TEST_F(ClinicalMakerTest, AnotherDayGivesTheSameIds) {
  for (int i = 0; i < 300; ++i) {
    chart::Patient it = person(i), again = person(i);
    const Record first = make(it, i, "2026-11-23"), later = make(again, i, "2026-11-24");
    ASSERT_EQ(first.contacts.size(), later.contacts.size());
    for (size_t k = 0; k < first.contacts.size(); ++k) {
      EXPECT_EQ(first.contacts[k].id, later.contacts[k].id);
    }
    ASSERT_EQ(first.problems.size(), later.problems.size());
    for (size_t k = 0; k < first.problems.size(); ++k) {
      EXPECT_EQ(first.problems[k].id, later.problems[k].id);
    }
    ASSERT_EQ(first.prescriptions.size(), later.prescriptions.size());
    for (size_t k = 0; k < first.prescriptions.size(); ++k) {
      EXPECT_EQ(first.prescriptions[k].id, later.prescriptions[k].id);
    }
  }
}

TEST(Lists, HaveAsManyDifferentNamesAsTheySay) {
  const WordLists lists = WordLists::of_region("120");
  const auto different = [](const std::vector<std::string>& names) {
    return std::set<std::string>(names.begin(), names.end()).size();
  };
  EXPECT_EQ(different(lists.surnames), 200U);
  EXPECT_EQ(different(lists.female_names), 100U);
  EXPECT_EQ(different(lists.male_names), 100U);
}

}  // namespace
}  // namespace curante::demo
