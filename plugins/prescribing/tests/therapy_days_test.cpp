// SPDX-License-Identifier: Apache-2.0
#include "therapy_days.hpp"

#include <gtest/gtest.h>

namespace curante::prescribing {

TEST(TherapyDays, AreReadFromAPlainPosologyOnly) {
  const std::pair<const char*, int64_t> cases[] = {
      {"1 compressa al giorno", 100},
      {"1 compressa 2 volte al giorno", 200},
      {"1 cpr/die", 100},
      {"1 cpr die", 100},
      {"1 cpr ogni 8 ore", 300},
      {"1+1+1 al dì", 300},
      {"1/2 compressa al giorno", 50},
      {"1,5 compresse al giorno", 150},
      {"2 compresse 3 volte al dì.", 600},
      {"1 compressa", 0},
      {"al bisogno", 0},
      {"1 o 2 compresse al giorno", 0},
      {"1 compressa ogni 3 giorni", 0},
      {"1 compressa al giorno per 5 giorni", 0},
      {"1 volta al giorno", 0},
      {"", 0},
  };
  for (const auto& [posology, hundredths] : cases) {
    EXPECT_EQ(daily_doses(posology), hundredths) << posology;
  }
  EXPECT_EQ(therapy_days("1 compressa 2 volte al giorno", 30, 2), 30);
  EXPECT_EQ(therapy_days("1 compressa al giorno", 0, 2), 0);
  EXPECT_EQ(therapy_days("", 30, 2), 0);
}

}  // namespace curante::prescribing
