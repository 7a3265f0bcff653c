// SPDX-License-Identifier: Apache-2.0
#include "password_age.hpp"

#include <gtest/gtest.h>

#include "access_check.hpp"

namespace curante::sac {

class SacPasswordAgeTest : public ::testing::Test {
 protected:
  static std::string on(const char* today) { return PasswordAge().warning(changed_, day(today)); }
  static Date day(const char* text) { return Date::parse(text); }
  inline static const std::optional<Date> changed_ = Date::parse("2026-09-01");
};

TEST_F(SacPasswordAgeTest, RemindsFromTenDaysBefore) {
  EXPECT_EQ(PasswordAge().until(changed_), day("2026-11-30"));
  EXPECT_EQ(on("2026-11-19"), "");
  EXPECT_NE(on("2026-11-20").find("scade il 30/11/2026, fra 10 giorni"), std::string::npos);
  EXPECT_NE(on("2026-11-29").find("scade domani"), std::string::npos);
  EXPECT_NE(on("2026-11-30").find("scade oggi"), std::string::npos);
  EXPECT_NE(on("2026-12-05").find("dovrebbe essere scaduta il 30/11/2026"), std::string::npos);
}

TEST_F(SacPasswordAgeTest, WithoutADateOrARuleNobodyIsReminded) {
  EXPECT_EQ(PasswordAge().warning(std::nullopt, day("2026-12-05")), "");
  EXPECT_EQ(PasswordAge(0).warning(changed_, day("2026-12-05")), "");
  EXPECT_EQ(PasswordAge(0).until(changed_), std::nullopt);
  EXPECT_NE(PasswordAge(60, 3).warning(changed_, day("2026-10-28")), "");
  EXPECT_EQ(PasswordAge(60, 3).warning(changed_, day("2026-10-27")), "");
}

/// The outcomes of the second factor's manual that say whose fault it is.
TEST(SacVerdict, TellsTheOutcomesApart) {
  using sistema_ts::Verdict;
  EXPECT_EQ(AccessCheck::verdict_of("601"), Verdict::user_or_password);
  EXPECT_EQ(AccessCheck::verdict_of("301"), Verdict::pincode);
  EXPECT_EQ(AccessCheck::verdict_of("302"), Verdict::pincode);
  EXPECT_EQ(AccessCheck::verdict_of("306"), Verdict::doctor_data);
  EXPECT_EQ(AccessCheck::verdict_of("307"), Verdict::doctor_data);
  EXPECT_EQ(AccessCheck::verdict_of("04"), Verdict::second_factor_missing);
  EXPECT_EQ(AccessCheck::verdict_of("06"), Verdict::second_factor_expired);
  EXPECT_EQ(AccessCheck::verdict_of("07"), Verdict::second_factor_expired);
  EXPECT_EQ(AccessCheck::verdict_of("9999"), Verdict::unclear);
}

}  // namespace curante::sac
