// SPDX-License-Identifier: Apache-2.0
#include "record_check.hpp"

#include <gtest/gtest.h>

#include "curante/testing/caller.hpp"

namespace curante::chart {
namespace {

using curante::testing::code_of;

Patient anna() {
  Patient it;
  it.last_name = "Verdi";
  it.first_name = "Anna";
  it.birth_date = Date::parse("1950-05-05");
  return it;
}
std::string refusal(const Patient& it) {
  return code_of([&] { check(it); });
}

TEST(RecordCheck, APatientNeedsANameAndABirthDate) {
  EXPECT_EQ(refusal(anna()), "");
  Patient it = anna();
  it.last_name.clear();
  EXPECT_EQ(refusal(it), "record-incomplete");
  it = anna();
  it.first_name.clear();
  EXPECT_EQ(refusal(it), "record-incomplete");
  it = anna();
  it.birth_date = Date{};
  EXPECT_EQ(refusal(it), "record-incomplete");
}

TEST(RecordCheck, ProvinceAndAslComeTogether) {
  Patient it = anna();
  it.address.province = "RM";
  EXPECT_EQ(refusal(it), "record-incomplete");
  it.asl_code = "201";
  EXPECT_EQ(refusal(it), "");
  it.address.province.clear();
  EXPECT_EQ(refusal(it), "record-incomplete");
}

TEST(RecordCheck, AnExemptionStandsOnce) {
  const auto once = [](const Patient& it) { return code_of([&] { check_exemptions(it); }); };
  Patient it = anna();
  it.exemptions = {{"013", {}, Date::parse("2025-01-01")}, {"E01", {}, {}}};
  EXPECT_EQ(once(it), "");
  it.exemptions.push_back({"013", Date::parse("2025-01-02"), {}});
  EXPECT_EQ(once(it), "record-incomplete");
  it.exemptions = {{"", {}, {}}};
  EXPECT_EQ(once(it), "record-incomplete");
}

TEST(RecordCheck, AslAndPostalCodeAreDigits) {
  for (const char* asl : {"20", "2011", "2a1"}) {
    Patient it = anna();
    it.address.province = "RM";
    it.asl_code = asl;
    EXPECT_EQ(refusal(it), "record-incomplete") << asl;
  }
  for (const char* postal_code : {"0018", "001855", "OO185"}) {
    Patient it = anna();
    it.address.postal_code = postal_code;
    EXPECT_EQ(refusal(it), "record-incomplete") << postal_code;
  }
}

TEST(RecordCheck, ClinicalRecordsSaySomething) {
  EXPECT_EQ(code_of([] { check(Allergy{}); }), "record-incomplete");
  EXPECT_EQ(code_of([] { check(Problem{}); }), "record-incomplete");
  EXPECT_EQ(code_of([] { check(Contact{}); }), "record-incomplete");
  EXPECT_EQ(code_of([] { check(Therapy{}); }), "record-incomplete");
  Contact long_one;
  long_one.text.assign(20'001, 'x');
  EXPECT_EQ(code_of([&] { check(long_one); }), "record-incomplete");
  long_one.text.pop_back();
  EXPECT_EQ(code_of([&] { check(long_one); }), "");
}

TEST(RecordCheck, PacksGoFromOneToNine) {
  Therapy it;
  it.drug_text = "Ramipril 5 mg 14 compresse";
  for (const auto& [packs, code] : {std::pair<int32_t, std::string>{0, "quantity-out-of-range"},
                                    {1, ""},
                                    {9, ""},
                                    {12, "quantity-out-of-range"}}) {
    it.packs = packs;
    EXPECT_EQ(code_of([&] { check(it); }), code) << packs;
  }
}

}  // namespace
}  // namespace curante::chart
