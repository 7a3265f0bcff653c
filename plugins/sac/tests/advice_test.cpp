// SPDX-License-Identifier: Apache-2.0
// What is said of the service's codes.
#include "advice.hpp"

#include <gtest/gtest.h>

namespace curante::sac {
namespace {

std::string advice_of(const char* code) {
  std::vector<recipe_transmitter::Reason> reasons(1);
  reasons[0].code = code;
  Advice().add_to(reasons);
  return reasons[0].advice;
}

TEST(SacAdvice, EveryKnownCodeHasATitleAndWhatToDo) {
  const Advice advice;
  std::vector<recipe_transmitter::Reason> reasons;
  for (const char* code :
       {"0000",   "0001",   "9999",   "1020",   "1024",   "1120",   "1125",   "1140",   "1153",
        "1157",   "1176",   "1185",   "1190",   "1194",   "1195",   "1198",   "1200",   "1208",
        "1212",   "1219",   "1233",   "1321",   "1322",   "1328",   "1338",   "1344",   "5005",
        "5221",   "ED0072", "ED0237", "060120", "060121", "060122", "060123", "060124", "060125",
        "060126", "060127", "060128", "060129", "060130"}) {
    recipe_transmitter::Reason reason;
    reason.code = code;
    reasons.push_back(reason);
  }
  advice.add_to(reasons);
  EXPECT_TRUE(advice.unknown(reasons).empty());
  for (const auto& reason : reasons) {
    EXPECT_FALSE(reason.title.empty()) << reason.code;
    EXPECT_GT(reason.advice.size(), 20u) << reason.code;
  }
  EXPECT_FALSE(advice.of_number(reasons));
}

TEST(SacAdvice, SaysWhatTodaysScreensOffer) {
  EXPECT_NE(advice_of("060125").find("«Continua come rossa»"), std::string::npos);
  EXPECT_NE(advice_of("1195").find("«Note per chi esegue»"), std::string::npos);
  EXPECT_NE(advice_of("1344").find("altre righe"), std::string::npos);
  EXPECT_EQ(advice_of("1198").find("su carta"), std::string::npos)
      << "an STP code goes electronically";
  EXPECT_EQ(advice_of("1125").find("vederla"), std::string::npos)
      << "the holder sees what a substitute wrote";
}

}  // namespace
}  // namespace curante::sac
