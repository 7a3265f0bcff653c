// SPDX-License-Identifier: Apache-2.0
#include "schema_set.hpp"
#include "simulator_test.hpp"

namespace {

constexpr const char* kNumber = "1300A4999999999";

/// Requests built here and answers of the simulator against the official XSD files.
class SchemaTest : public SimulatorTest {
 protected:
  void SetUp() override {
    if (!protocols_folder()) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
    SimulatorTest::SetUp();
  }

  /// Sends `message` after checking it, and checks the answer.
  void check(const Address& address, const std::string& message, const std::string& request_file,
             const std::string& answer_file, const Account& account = kDoctor) const {
    const SchemaSet requests(*protocols_folder() / request_file);
    const AnswerTree request(in_envelope(message));
    EXPECT_EQ(requests.problems(request.message()), "");
    const SchemaSet answers(*protocols_folder() / answer_file);
    const AnswerTree answer = asked(client(), address, account, message);
    EXPECT_EQ(answers.problems(answer.message()), "");
  }
  void check_sending(const RecipeText& recipe, const Account& account = kDoctor) const {
    check(addresses::kSend, recipe.message(), "sac-ricetta-dem/InvioPrescrittoRichiesta.xsd",
          "sac-ricetta-dem/InvioPrescrittoRicevuta.xsd", account);
  }
  void check_view(const std::string& nre) const {
    check(addresses::kView, view_message(client(), kDoctor, nre),
          "sac-ricetta-dem/VisualizzaPrescrittoRichiesta.xsd",
          "sac-ricetta-dem/VisualizzaPrescrittoRicevuta.xsd");
  }
  void check_withdraw(const std::string& nre) const {
    check(addresses::kWithdraw, withdraw_message(client(), kDoctor, nre),
          "sac-ricetta-dem/AnnullaPrescrittoRichiesta.xsd",
          "sac-ricetta-dem/AnnullaPrescrittoRicevuta.xsd");
  }
  void check_used(const std::map<std::string, std::string>& search) const {
    check(addresses::kUsed, used_message(client(), kDoctor, search),
          "sac-ricetta-dem/InterrogaNreUtilRichiesta.xsd",
          "sac-ricetta-dem/InterrogaNreUtilRicevuta.xsd");
  }
  void check_lot(const std::string& kind) const {
    check(addresses::kLot, lot_message(kDoctor, kind), "sac-lotti-nre/LottoRichiestaNRE.xsd",
          "sac-lotti-nre/LottoRicevutaNRE.xsd");
  }
  void check_token(const Address& address, const std::string& message) const {
    const std::string file = "sac-a2f/sts-a2f-service.v0.1.xsd";
    check(address, message, file, file);
  }
};

TEST_F(SchemaTest, Sending) {
  check_sending(recipe());
  check_sending(recipe().specialist());
  check_sending(recipe().set("nre", number_of_own_lot()));
  check_sending(recipe().written_by(kSubstitute), kSubstitute);
  check_sending(recipe().set("codASLAo", "999"));
  check_sending(recipe().set("tipoRic", "NE").set("codiceAss", "").set("statoEstero", "FR"));
  simulator().admin("POST", "/switches", {{"promemoria", false}});
  check_sending(recipe());
}

TEST_F(SchemaTest, WhatTheSchemaForbidsTheSimulatorRefuses) {
  const SchemaSet schema(*protocols_folder() / "sac-ricetta-dem/InvioPrescrittoRichiesta.xsd");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"codRegione", "13"},
      {"codSpecializzazione", "FF"},
      {"nre", "1300A40192948471"},
      {"tipoRic", "ABC"},
      {"tipoVisita", ""},
      {"classePriorita", "UU"},
      {"cfMedico1", "PROVAX00X00X000YY"},
      {"tipoPrescrizione", "FP"},
      {"dataCompilazione", "2026-09-30 16:44:16Z"}};
  for (const auto& [field, value] : wrong) {
    const std::string message = recipe().set(field, value).message();
    const AnswerTree request(in_envelope(message));
    EXPECT_NE(schema.problems(request.message()), "") << field;
    EXPECT_EQ(client().call(addresses::kSend, kDoctor, message).status, 500) << field;
  }
  for (const auto& [field, value] :
       {std::pair{"quantita", "12"}, {"tipoAccesso", "11"}, {"patologia", "12345678901"}}) {
    const std::string message = recipe().row_field(field, value).message();
    const AnswerTree request(in_envelope(message));
    EXPECT_NE(schema.problems(request.message()), "") << field;
    EXPECT_EQ(client().call(addresses::kSend, kDoctor, message).status, 500) << field;
  }
}

TEST_F(SchemaTest, ViewingAndWithdrawing) {
  const std::string nre = sent(recipe().set("codDiagnosi", "401.9")).one("nre");
  check_view(nre);
  check_view(kNumber);
  simulator().admin("POST", "/recipes/state", {{"nre", nre}, {"state", 5}, {"not_ssn", true}});
  check_view(nre);
  check_withdraw(nre);
  check_withdraw(kNumber);
  check_withdraw(sent(recipe()).one("nre"));
  const auto written = sent(recipe().written_by(kSubstitute), kSubstitute);
  check_view(written.one("nre"));
}

TEST_F(SchemaTest, UsedNumbers) {
  const std::map<std::string, std::string> day{
      {"tipoPrescr", "F"},
      {"dataCompilazioneRicettaDal", "2026-09-30 00:00:00"},
      {"dataCompilazioneRicettaAl", "2026-09-30 23:59:59"}};
  check_used(day);
  sent(recipe());
  sent(recipe().set("nre", number_of_own_lot()));
  check_used(day);
  check_used({{"tipoPrescr", "F"}, {"nre", kNumber}});
  check_used({});
}

TEST_F(SchemaTest, Lots) {
  check_lot("0");
  check_lot("1");
}

TEST_F(SchemaTest, SecondFactor) {
  check_token(addresses::kCreate, create_message(client(), kDoctor));
  check_token(addresses::kCreate, create_message(client(), kDoctor, {{"codAslAo", "999"}}));
  const auto mail = simulator().admin("GET", "/mailbox").at("mail").at(0);
  const std::string token(mail.at("token").as_string());
  for (int round = 0; round < 2; ++round) {
    check_token(addresses::kCheck, token_message(client(), kDoctor, "CheckTokenReq", token));
    check_token(addresses::kRevoke, token_message(client(), kDoctor, "RevokeAuthReq", token));
  }
}

}  // namespace
