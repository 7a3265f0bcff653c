// SPDX-License-Identifier: Apache-2.0
#include "simulator_test.hpp"

namespace {

using AccessTest = SimulatorTest;

std::string fault_text(const SoapAnswer& answer) {
  return AnswerTree(answer.body).one("faultstring");
}

TEST_F(AccessTest, UnknownPathIsNotFound) {
  const auto answer = client().call({"/altro", "x"}, kDoctor, recipe().message());
  EXPECT_EQ(answer.status, 404);
}

TEST_F(AccessTest, OnlyPostIsServed) {
  const auto answer = client().send(addresses::kSend, kDoctor, "", {.method = "GET"});
  EXPECT_EQ(answer.status, 405);
}

TEST_F(AccessTest, Soap11WantsTextXml) {
  const auto answer = client().call(addresses::kSend, kDoctor, recipe().message(),
                                    {.content_type = "application/soap+xml"});
  EXPECT_EQ(answer.status, 415);
}

TEST_F(AccessTest, WithoutCredentialsTheGatewayRejects) {
  const auto answer = client().call(addresses::kSend, kDoctor, recipe().message(),
                                    {.authorization = "Bearer nulla"});
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(fault_text(answer), "Rejected by policy. (from client)");
}

TEST_F(AccessTest, WrongPasswordIsRejected) {
  Account account = kDoctor;
  account.password = "Salve124";
  const auto answer = client().call(addresses::kSend, account, recipe().message());
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(fault_text(answer), "Rejected by policy. (from client)");
}

TEST_F(AccessTest, UnknownUserIsAGenericError) {
  Account account = kDoctor;
  account.user = "NESSUNO";
  const auto answer = client().call(addresses::kSend, account, recipe().message());
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(fault_text(answer), "Errore generico di autenticazione");
}

TEST_F(AccessTest, PrescriptionServicesWantTheSecondFactor) {
  for (const auto& address :
       {addresses::kSend, addresses::kView, addresses::kWithdraw, addresses::kUsed}) {
    const auto answer =
        client().call(address, kDoctor, recipe().message(), {.without_token = true});
    EXPECT_EQ(answer.status, 401) << address.path;
  }
  EXPECT_EQ(recipe_count(), 0);
}

TEST_F(AccessTest, AnInventedTokenIsRejected) {
  const auto answer = client().call(addresses::kSend, kDoctor, recipe().message(),
                                    {.token = "24eed8fe-c3f7-414d-bff8-042ecc3fa646"});
  EXPECT_EQ(answer.status, 401);
}

TEST_F(AccessTest, AnotherUsersWildcardIsRejected) {
  const auto answer = client().call(addresses::kSend, kDoctor, recipe().message(),
                                    {.token = "PROVAX00X00X000Y-2020-01-RICETTA-DEM-PRESCRITTORE"});
  EXPECT_EQ(answer.status, 401);
}

TEST_F(AccessTest, TheSecondFactorCanBeSwitchedOff) {
  simulator().admin("POST", "/switches", {{"second_factor", false}});
  const auto answer =
      client().call(addresses::kSend, kDoctor, recipe().message(), {.without_token = true});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(AccessTest, WrongPincodeIsAFault) {
  auto spoiled = recipe();
  spoiled.set("pinCode", client().encrypted("0000000000"));
  EXPECT_EQ(fault(spoiled), "Credenziali invalide");
  EXPECT_EQ(recipe_count(), 0);
}

TEST_F(AccessTest, APincodeThatIsNoCiphertextIsAFault) {
  EXPECT_EQ(fault(recipe().set("pinCode", "1234567890")), "Credenziali invalide");
  EXPECT_EQ(fault(recipe().set("pinCode", "AAAA")), "Credenziali invalide");
}

TEST_F(AccessTest, CiphertextsAreAsLongAsTheRealOnes) {
  const std::string one = client().encrypted("1234567890");
  EXPECT_EQ(one.size(), 172U);
  EXPECT_NE(one, client().encrypted("1234567890"));
}

TEST_F(AccessTest, UnknownSoapActionIsAFault) {
  const Address address{addresses::kSend.path, addresses::kView.action};
  const auto answer = client().call(address, kDoctor, recipe().message());
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(fault_text(answer).find("SOAPAction"), std::string::npos);
}

TEST_F(AccessTest, BrokenXmlIsAFault) {
  const auto answer = client().send(addresses::kSend, kDoctor, "<soapenv:Envelope", {});
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(fault_text(answer).find("Malformed XML"), std::string::npos);
}

TEST_F(AccessTest, ADocumentTypeIsRefused) {
  const std::string bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>";
  const auto answer = client().send(addresses::kSend, kDoctor,
                                    bomb + in_envelope(recipe().message()).substr(39), {});
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(fault_text(answer).find("DTD"), std::string::npos);
}

TEST_F(AccessTest, TheWrongMessageIsAFault) {
  const auto answer =
      client().call(addresses::kSend, kDoctor, view_message(client(), kDoctor, "1300A4019294847"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(fault_text(answer).find("cvc-elt"), std::string::npos);
}

TEST_F(AccessTest, AnEnormousRequestIsRefused) {
  auto large = recipe();
  large.set("descrizioneDiagnosi", std::string(2 << 20, 'x'));
  EXPECT_EQ(client().call(addresses::kSend, kDoctor, large.message()).status, 413);
}

}  // namespace
