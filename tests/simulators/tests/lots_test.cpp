// SPDX-License-Identifier: Apache-2.0
#include "simulator_test.hpp"

namespace {

class LotsTest : public SimulatorTest {
 protected:
  AnswerTree lot(const Account& account, const std::string& message) const {
    return asked(client(), addresses::kLot, account, message);
  }
};

TEST_F(LotsTest, ADoctorGetsALotOfType0) {
  const auto answer = lot(kDoctor, lot_message(kDoctor));
  EXPECT_EQ(answer.one("CodEsito"), "00");
  EXPECT_EQ(answer.one("CodRegione"), "130");
  EXPECT_EQ(answer.one("CodRagLotto"), "0A");
  EXPECT_EQ(answer.one("IdentificativoLotto"), "0");
  EXPECT_EQ(answer.one("CodLotto").size(), 7U);
  EXPECT_EQ(answer.one("CFMedico"), kDoctor.user);
}

TEST_F(LotsTest, LotsAreDifferentForEverybody) {
  const auto first = number_of_own_lot(kDoctor);
  EXPECT_NE(first, number_of_own_lot(kDoctor));
  simulator().admin("POST", "/switches", {{"lots_without_asl", true}});
  EXPECT_NE(number_of_own_lot(kLazioDoctor), number_of_own_lot(kLazioSubstitute));
}

TEST_F(LotsTest, WhoHasNoContractWithAnAslGetsNoLotUnlessSwitchedOn) {
  const auto answer = lot(kSubstitute, lot_message(kSubstitute));
  EXPECT_EQ(answer.one("CodEsito"), "94");
  EXPECT_FALSE(answer.has("CodLotto"));
  simulator().admin("POST", "/switches", {{"lots_without_asl", true}});
  EXPECT_EQ(lot(kSubstitute, lot_message(kSubstitute)).one("CFMedico"), kSubstitute.user);
}

TEST_F(LotsTest, AllHundredNumbersAreGood) {
  const std::string lot = number_of_own_lot().substr(0, 13);
  simulator().admin("POST", "/switches", {{"promemoria", false}});
  for (int i = 0; i < 100; ++i) {
    const std::string nre = lot + static_cast<char>('0' + i / 10) + static_cast<char>('0' + i % 10);
    ASSERT_EQ(outcome(recipe().set("nre", nre)), "0000") << nre;
  }
  EXPECT_EQ(recipe_count(), 100);
}

TEST_F(LotsTest, LargerLotsAreNotForDoctors) {
  const auto answer = lot(kDoctor, lot_message(kDoctor, "1"));
  EXPECT_EQ(answer.one("CodEsito"), "91");
  EXPECT_FALSE(answer.has("CodLotto"));
}

TEST_F(LotsTest, ALotIsForTheCallerOnly) {
  EXPECT_EQ(lot(kDoctor, lot_message(kLazioDoctor)).one("CodEsito"), "92");
}

TEST_F(LotsTest, ALotIsOfTheCallersRegion) {
  Account elsewhere = kDoctor;
  elsewhere.region = "120";
  EXPECT_EQ(lot(kDoctor, lot_message(elsewhere)).one("CodEsito"), "93");
}

TEST_F(LotsTest, AnothersLotIsHandedOutOnlyIfSwitchedOn) {
  simulator().admin("POST", "/switches", {{"lot_of_another_doctor", true}});
  const auto of_a_doctor = lot(kDoctor, lot_message(kDoctor));
  EXPECT_EQ(of_a_doctor.one("CodEsito"), "00");
  EXPECT_NE(of_a_doctor.one("CFMedico"), kDoctor.user);
  EXPECT_EQ(of_a_doctor.one("CodRegione"), "130");
  simulator().admin("POST", "/switches",
                    {{"lot_of_another_doctor", false}, {"lot_of_another_region", true}});
  const auto of_a_region = lot(kDoctor, lot_message(kDoctor));
  EXPECT_EQ(of_a_region.one("CFMedico"), kDoctor.user);
  EXPECT_EQ(of_a_region.one("CodRegione"), "120");
}

TEST_F(LotsTest, AMalformedRequestIsAFault) {
  EXPECT_EQ(client().call(addresses::kLot, kDoctor, lot_message(kDoctor, "x")).status, 500);
}

TEST_F(LotsTest, TheSecondFactorIsAskedForOnlyIfSwitchedOn) {
  const SoapClient::Options without{.without_token = true};
  EXPECT_EQ(client().call(addresses::kLot, kDoctor, lot_message(kDoctor), without).status, 200);
  simulator().admin("POST", "/switches", {{"second_factor_on_lots", true}});
  EXPECT_EQ(client().call(addresses::kLot, kDoctor, lot_message(kDoctor), without).status, 401);
  EXPECT_EQ(client().call(addresses::kLot, kDoctor, lot_message(kDoctor)).status, 200);
}

}  // namespace
