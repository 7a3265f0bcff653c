// SPDX-License-Identifier: Apache-2.0
#include "simulator_test.hpp"

namespace {

class ViewWithdrawTest : public SimulatorTest {
 protected:
  AnswerTree view(const std::string& nre, const Account& account = kDoctor) const {
    return asked(client(), addresses::kView, account, view_message(client(), account, nre));
  }
  AnswerTree withdraw(const std::string& nre, const Account& account = kDoctor) const {
    return asked(client(), addresses::kWithdraw, account, withdraw_message(client(), account, nre));
  }
  void play_pharmacy(const std::string& nre, int state, bool not_ssn = false) const {
    simulator().admin("POST", "/recipes/state",
                      {{"nre", nre}, {"state", state}, {"not_ssn", not_ssn}});
  }
};

TEST_F(ViewWithdrawTest, ARecipeIsShownAsItWasSent) {
  const auto receipt = sent(recipe().set("testata1", "PT=1234;").set("cognNome", "PINI MARIA"));
  const auto shown = view(receipt.one("nre"));
  EXPECT_EQ(shown.one("codEsitoVisualizzazione"), "0000");
  EXPECT_EQ(shown.one("statoProcesso"), "3");
  EXPECT_EQ(shown.one("codAutenticazione"), receipt.one("codAutenticazione"));
  EXPECT_EQ(shown.one("testata1"), "PT=1234;COGNOME_MEDICO=PRO;NOME_MEDICO=VA");
  EXPECT_EQ(shown.one("cognNome"), "PINI MARIA");
  EXPECT_EQ(shown.one("codiceAss"), "");
  EXPECT_EQ(shown.one("indirizzo"), "|||");
  EXPECT_EQ(shown.one("codGruppoEquival"), "G3B");
  EXPECT_EQ(shown.one("numsedute"), "0");
  EXPECT_EQ(shown.one("codice"), "0200");
}

TEST_F(ViewWithdrawTest, AnUnknownNumberIs5005) {
  EXPECT_EQ(view("1300A4999999999").one("codEsito"), "5005");
  EXPECT_EQ(view("1300A4999999999").one("codEsitoVisualizzazione"), "9999");
  EXPECT_EQ(withdraw("1300A4999999999").one("codEsito"), "5005");
  EXPECT_EQ(withdraw("1300A4999999999").one("codEsitoAnnullamento"), "9999");
}

TEST_F(ViewWithdrawTest, AGrantedButUnusedNumberIs5005) {
  EXPECT_EQ(view(number_of_own_lot()).one("codEsito"), "5005");
}

TEST_F(ViewWithdrawTest, WithdrawingSetsState4) {
  const std::string nre = sent(recipe()).one("nre");
  const auto answer = withdraw(nre);
  EXPECT_EQ(answer.one("codEsitoAnnullamento"), "0000");
  EXPECT_EQ(answer.one("nre"), nre);
  EXPECT_EQ(answer.one("codice"), "0300");
  EXPECT_EQ(view(nre).one("statoProcesso"), "4");
}

TEST_F(ViewWithdrawTest, WithdrawingTwiceIs1120) {
  const std::string nre = sent(recipe()).one("nre");
  withdraw(nre);
  EXPECT_EQ(withdraw(nre).one("codEsito"), "1120");
}

TEST_F(ViewWithdrawTest, OnlyState3IsWithdrawn) {
  const std::string nre = sent(recipe()).one("nre");
  for (const int state : {1, 2, 4, 5, 6, 7, 8, 9, 10}) {
    play_pharmacy(nre, state);
    EXPECT_EQ(withdraw(nre).one("codEsito"), "1120") << state;
    EXPECT_EQ(view(nre).one("statoProcesso"), std::to_string(state));
  }
  play_pharmacy(nre, 3);
  EXPECT_EQ(withdraw(nre).one("codEsitoAnnullamento"), "0000");
}

TEST_F(ViewWithdrawTest, AWithdrawnNumberIsNeverUsedAgain) {
  const std::string nre = number_of_own_lot();
  sent(recipe().set("nre", nre));
  withdraw(nre);
  EXPECT_EQ(outcome(recipe().set("nre", nre)), "8001");
}

TEST_F(ViewWithdrawTest, OnlyTheAuthorWithdraws) {
  const std::string nre = sent(recipe()).one("nre");
  EXPECT_EQ(withdraw(nre, kLazioDoctor).one("codEsito"), "1125");
  EXPECT_EQ(withdraw(nre, kSubstitute).one("codEsito"), "1125");
  EXPECT_EQ(view(nre).one("statoProcesso"), "3");
}

TEST_F(ViewWithdrawTest, ASubstitutesRecipeIsSeenByBothAndWithdrawnByTheSubstitute) {
  const std::string nre = sent(recipe().written_by(kSubstitute), kSubstitute).one("nre");
  EXPECT_EQ(view(nre, kDoctor).one("cfMedico2"), kSubstitute.user);
  EXPECT_EQ(view(nre, kSubstitute).one("cfMedico1"), kDoctor.user);
  EXPECT_EQ(view(nre, kLazioDoctor).one("codEsito"), "1125");
  EXPECT_EQ(withdraw(nre, kDoctor).one("codEsito"), "1125");
  EXPECT_EQ(withdraw(nre, kSubstitute).one("codEsitoAnnullamento"), "0000");
}

TEST_F(ViewWithdrawTest, NobodyBorrowsAnothersName) {
  const std::string nre = sent(recipe()).one("nre");
  std::string message = withdraw_message(client(), kLazioDoctor, nre);
  message.replace(message.find(kLazioDoctor.user), kLazioDoctor.user.size(), kDoctor.user);
  const auto answer = asked(client(), addresses::kWithdraw, kLazioDoctor, message);
  EXPECT_EQ(answer.one("codEsito"), "1125");
}

TEST_F(ViewWithdrawTest, DispensedAtThePatientsCostIs5221) {
  const std::string nre = sent(recipe()).one("nre");
  play_pharmacy(nre, 5, true);
  const auto shown = view(nre);
  EXPECT_EQ(shown.one("codEsito"), "5221");
  EXPECT_EQ(shown.one("codEsitoVisualizzazione"), "0001");
  EXPECT_EQ(shown.one("statoProcesso"), "5");
}

TEST_F(ViewWithdrawTest, ThePharmacyOnlySetsRealStatesOfRealRecipes) {
  const std::string nre = sent(recipe()).one("nre");
  simulator().admin("POST", "/recipes/state", {{"nre", nre}, {"state", 11}}, 400);
  simulator().admin("POST", "/recipes/state", {{"nre", "1300A4999999999"}, {"state", 8}}, 404);
  EXPECT_EQ(view(nre).one("statoProcesso"), "3");
}

TEST_F(ViewWithdrawTest, ThePharmacyGoesTheWaysThereAre) {
  const std::string nre = sent(recipe()).one("nre");
  const auto act = [&](const char* name, int status = 200) {
    simulator().admin("POST", "/pharmacy", {{"nre", nre}, {"act", name}}, status);
    return view(nre).one("statoProcesso");
  };
  EXPECT_EQ(act("dispense", 409), "3") << "nobody has taken it";
  EXPECT_EQ(act("take"), "5");
  EXPECT_EQ(act("suspend"), "6");
  EXPECT_EQ(act("dispense", 409), "6");
  EXPECT_EQ(act("resume"), "5");
  EXPECT_EQ(act("release"), "3");
  EXPECT_EQ(act("take"), "5");
  EXPECT_EQ(act("dispense-line"), "7");
  EXPECT_EQ(act("dispense-line"), "7");
  EXPECT_EQ(act("dispense"), "8");
  EXPECT_EQ(withdraw(nre).one("codEsito"), "1120");
  EXPECT_EQ(act("undo"), "9");
  EXPECT_EQ(act("expire"), "10");
  EXPECT_EQ(act("take", 409), "10");
  EXPECT_EQ(act("eat", 409), "10");
  simulator().admin("POST", "/pharmacy", {{"nre", "1300A4999999999"}, {"act", "take"}}, 404);
}

}  // namespace
