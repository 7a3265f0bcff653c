// SPDX-License-Identifier: Apache-2.0
#include "therapy_days.hpp"

#include <gtest/gtest.h>

namespace curante::prescribing {

TEST(TherapyDays, AreReadFromAPlainPosologyOnly) {
  const std::pair<const char*, int64_t> cases[] = {
      {"1 compressa al giorno", 60},
      {"1 compressa 2 volte al giorno", 30},
      {"1 cpr/die", 60},
      {"1 cpr die", 60},
      {"1 cpr ogni 8 ore", 20},
      {"1+1+1 al dì", 20},
      {"1/2 compressa al giorno", 120},
      {"1,5 compresse al giorno", 40},
      {"2 compresse 3 volte al dì.", 10},
      {"1 compressa ogni 3 giorni", 180},
      {"1 compressa la mattina e mezza la sera", 40},
      {"1 compressa", 0},
      {"al bisogno", 0},
      {"1 o 2 compresse al giorno", 0},
      {"1-2 compresse al giorno", 0},
      {"1 compressa al giorno per 5 giorni", 0},
      {"1 volta al giorno", 0},
      {"", 0},
  };
  for (const auto& [posology, days] : cases) {
    EXPECT_EQ(therapy_days(posology, 30, 2), days) << posology;
  }
  EXPECT_EQ(therapy_days("1 compressa al giorno", 0, 2), 0);
  EXPECT_EQ(therapy_days("1 compressa al giorno", 30, 0), 0);
}

}  // namespace curante::prescribing
