// SPDX-License-Identifier: Apache-2.0
#include <Poco/RegularExpression.h>

#include "simulator_test.hpp"

namespace {

class SecondFactorTest : public SimulatorTest {
 protected:
  AnswerTree create(const std::map<std::string, std::string>& instead = {},
                    const Account& account = kDoctor) const {
    return asked(client(), addresses::kCreate, account, create_message(client(), account, instead));
  }
  AnswerTree check(const std::string& token) const {
    return asked(client(), addresses::kCheck, kDoctor,
                 token_message(client(), kDoctor, "CheckTokenReq", token));
  }
  AnswerTree revoke(const std::string& token) const {
    return asked(client(), addresses::kRevoke, kDoctor,
                 token_message(client(), kDoctor, "RevokeAuthReq", token));
  }
  /// The token of a new one, as the test environment tells it.
  std::string new_token() const { return create().all("messaggio").front(); }
  int sending_status(const std::string& token) const {
    return client().call(addresses::kSend, kDoctor, recipe().message(), {.token = token}).status;
  }
  /// The code inside the list of errors.
  std::string error(const std::map<std::string, std::string>& instead,
                    const Account& account = kDoctor) const {
    const auto codes = create(instead, account).all("codEsito");
    EXPECT_EQ(codes.front(), "1");
    return codes.back();
  }
};

TEST_F(SecondFactorTest, TheTestEnvironmentTellsTheToken) {
  const auto answer = create();
  EXPECT_EQ(answer.one("codEsito"), "0");
  EXPECT_EQ(answer.one("chiave"), "emailStatus");
  EXPECT_EQ(answer.one("codice"), "token");
  const std::string token = answer.one("messaggio");
  EXPECT_TRUE(
      Poco::RegularExpression("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
          .match(token));
  EXPECT_EQ(sending_status(token), 200);
}

TEST_F(SecondFactorTest, TheTokenIsMailedToo) {
  const std::string token = new_token();
  const auto mail = simulator().admin("GET", "/mailbox").at("mail").at(0);
  EXPECT_EQ(mail.at("token").as_string(), token);
  EXPECT_EQ(mail.at("user").as_string(), kDoctor.user);
  EXPECT_EQ(mail.at("mailbox").as_string(), "medico.prova@posta.example");
}

TEST_F(SecondFactorTest, ProductionOnlyMailsIt) {
  simulator().admin("POST", "/switches", {{"token_in_answer", false}});
  EXPECT_FALSE(create().has("comunicazioni"));
  const auto mail = simulator().admin("GET", "/mailbox").at("mail").at(0);
  EXPECT_EQ(sending_status(std::string(mail.at("token").as_string())), 200);
}

TEST_F(SecondFactorTest, ATokenIsItsOwnersOnly) {
  const auto answer = client().call(addresses::kSend, kLazioDoctor, recipe(kLazioDoctor).message(),
                                    {.token = new_token()});
  EXPECT_EQ(answer.status, 401);
}

TEST_F(SecondFactorTest, CheckTellsHowLongItIsGood) {
  const auto answer = check(new_token());
  EXPECT_EQ(answer.one("codEsito"), "0");
  EXPECT_EQ(answer.one("stato"), "0");
  const Poco::RegularExpression instant(
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000\\+0[12]:00");
  EXPECT_TRUE(instant.match(answer.one("dataInizioValidita")));
  EXPECT_TRUE(instant.match(answer.one("dataFineValidita")));
}

TEST_F(SecondFactorTest, TheThirdTokenEndsTheFirst) {
  const std::string first = new_token();
  const std::string second = new_token();
  const std::string third = new_token();
  EXPECT_EQ(sending_status(first), 401);
  EXPECT_EQ(sending_status(second), 200);
  EXPECT_EQ(sending_status(third), 200);
}

TEST_F(SecondFactorTest, ARevokedTokenIsOver) {
  const std::string token = new_token();
  EXPECT_EQ(revoke(token).one("chiave"), "revokeStatus");
  EXPECT_EQ(sending_status(token), 401);
  const auto checked = check(token);
  EXPECT_EQ(checked.all("codEsito").back(), "06");
  EXPECT_EQ(checked.one("stato"), "1");
  const auto again = revoke(token);
  EXPECT_EQ(again.all("codEsito").back(), "05");
  EXPECT_EQ(again.one("chiave"), "lastRevokePreviousDate");
}

TEST_F(SecondFactorTest, AnExpiredTokenIsOver) {
  const std::string token = new_token();
  const auto done = simulator().admin("POST", "/tokens/expire", {{"user", kDoctor.user}});
  EXPECT_EQ(done.at("expired").as_int64(), 1);
  EXPECT_EQ(sending_status(token), 401);
  EXPECT_EQ(check(token).all("codEsito").back(), "07");
}

TEST_F(SecondFactorTest, AnUnknownTokenIs04) {
  const std::string nobody = "24eed8fe-c3f7-414d-bff8-042ecc3fa646";
  EXPECT_EQ(check(nobody).all("codEsito").back(), "04");
  EXPECT_EQ(revoke(nobody).all("codEsito").back(), "04");
}

TEST_F(SecondFactorTest, WhatIsWrongIsTold) {
  EXPECT_EQ(error({{"userId", "ALTRO"}}), "602");
  EXPECT_EQ(error({{"userId", ""}}), "300");
  EXPECT_EQ(error({{"cfUtente", "PROVAX00X00X000Z"}}), "306");
  EXPECT_EQ(error({{"pincode", "12345"}}), "301");
  EXPECT_EQ(error({{"pincode", "1234567899"}}), "302");
  EXPECT_EQ(error({{"tipo", "I"}}), "303");
  EXPECT_EQ(error({{"tipo", "Z"}}), "21");
  EXPECT_EQ(error({{"valore", "AAAA"}}), "700");
  EXPECT_EQ(error({{"codAslAo", "999"}}), "307");
  EXPECT_EQ(error({{"codRegione", "120"}}), "307");
  EXPECT_EQ(error({{"applicazione", "EROGATORE"}}), "9998");
  EXPECT_EQ(error({{"contesto", "ALTRO"}}), "9998");
}

TEST_F(SecondFactorTest, TheUnitsOfTheExamplesAreGood) {
  for (const char* unit : {"201", "202", "000"}) {
    EXPECT_EQ(create({{"codAslAo", unit}}).one("codEsito"), "0") << unit;
  }
}

TEST_F(SecondFactorTest, WithoutACertifiedMailboxThereIsNoToken) {
  const Account unreachable{"DNGPLA81L63M082N", "Lazio2026c", "1201000003", "120", "109"};
  EXPECT_EQ(error({}, unreachable), "200");
}

}  // namespace
