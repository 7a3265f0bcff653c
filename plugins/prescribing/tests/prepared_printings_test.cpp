// SPDX-License-Identifier: Apache-2.0
#include "prepared_printings.hpp"

#include "prepared_room.hpp"

namespace curante::prescribing {
namespace {

class PreparedPrintingsTest : public PreparedTest {
 protected:
  PreparedPrinting now(const Caller& who) {
    return printings_.on(who.context(), GetPreparedPrinting{}).printing;
  }
  void save(PreparedPrinting printing) {
    EXPECT_EQ(printings_.on(doctor_.context(), SavePreparedPrinting{printing}).printing, printing);
  }
  PreparedPrintings printings_{pool_};
};

TEST_F(PreparedPrintingsTest, OneOfThePracticeSaysItForAllOfIt) {
  EXPECT_EQ(now(doctor_), PreparedPrinting::after);  // as the manual has it
  save(PreparedPrinting::during);
  save(PreparedPrinting::none);
  EXPECT_EQ(now(doctor_), PreparedPrinting::none);
  EXPECT_EQ(now(secretary_), PreparedPrinting::none);
  Caller elsewhere = doctor_;
  elsewhere.fields["practice"] = "another";
  EXPECT_EQ(now(elsewhere), PreparedPrinting::after);
}

}  // namespace
}  // namespace curante::prescribing
