// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "simulator_test.hpp"

namespace {

const std::string kServices = "/RicettaBiancaDemPrescrittoServicesWeb/services/dem";

/// Written out again from the notes on the protocol, so that a slip on either side shows.
Address white_address(const std::string& verb, const std::string& small) {
  const std::string name = verb + "PrescrittoRicettaBianca";
  return {kServices + name,
          "http://" + small + "prescrittoricettabianca.wsdl.dem.sanita.finanze.it/" + name};
}
const Address kSendWhite = white_address("Invio", "invio");
const Address kViewWhite = white_address("Visualizza", "visualizza");
const Address kWithdrawWhite = white_address("Annulla", "annulla");

constexpr const char* kPatient = "PNIMRA70A01H501P";
constexpr const char* kNarcotic = "099001012";
constexpr const char* kUnprescribable = "099001024";
constexpr const char* kRepeatUnknown = "099001036";
constexpr const char* kHospital = "099001048";
constexpr const char* kRepeatable = "099001051";
constexpr const char* kOnce = "099001063";

std::string row(const std::string& drug, const std::string& more = "",
                const std::string& packs = "1") {
  return "<m:dettaglioPrescrizioneRicettaBianca><t:codProdPrest>" + drug +
         "</t:codProdPrest><t:descrProdPrest>FARMACO</t:descrProdPrest>" + more +
         "<t:tdl>0</t:tdl><t:quantita>" + packs +
         "</t:quantita></m:dettaglioPrescrizioneRicettaBianca>";
}

class WhiteRecipeTest : public SimulatorTest {
 protected:
  std::string message(const std::string& rows, const std::string& register_number = "RM 1",
                      const std::string& address = "VIA A 1|00185|ROMA|RM",
                      const Account& account = kDoctor) const {
    const auto leaf = [](const std::string& name, const std::string& text) {
      return fmt::format("<m:{0}>{1}</m:{0}>", name, text);
    };
    return "<m:InvioPrescrittoRicettaBiancaRichiesta "
           "xmlns:m=\"http://invioprescrittoricettabiancarichiesta.xsd.dem.sanita.finanze.it\" "
           "xmlns:t=\"http://tipodatiinvioprescrittoricettabianca.xsd.dem.sanita.finanze.it\">" +
           leaf("pinCode", client().encrypted(account.pincode)) + leaf("cfMedico", account.user) +
           leaf("codSpecializzazione", "F") + leaf("numIscrizAlbo", register_number) +
           leaf("indirMedico", address) + leaf("telefMedico", "+39|0612345") +
           leaf("codicePaziente", client().encrypted(kPatient)) + leaf("tipoPrescrizione", "F") +
           leaf("dataCompilazione", "2026-09-30 16:44:16") + rows +
           "</m:InvioPrescrittoRicettaBiancaRichiesta>";
  }
  AnswerTree send(const std::string& rows) const {
    return asked(client(), kSendWhite, kDoctor, message(rows));
  }
  std::string by_number(const std::string& verb, const std::string& small,
                        const std::string& number, const Account& account) const {
    const std::string nrbe = number.empty() ? "" : "<m:nrbe>" + number + "</m:nrbe>";
    return fmt::format(
        "<m:{0}PrescrittoRicettaBiancaRichiesta "
        "xmlns:m=\"http://{1}prescrittoricettabiancarichiesta.xsd.dem.sanita.finanze.it\">"
        "<m:pinCode>{2}</m:pinCode><m:codicePaziente>{3}</m:codicePaziente>{4}"
        "<m:cfMedico>{5}</m:cfMedico></m:{0}PrescrittoRicettaBiancaRichiesta>",
        verb, small, client().encrypted(account.pincode), client().encrypted(kPatient), nrbe,
        account.user);
  }
  AnswerTree view(const std::string& number, const Account& account = kDoctor) const {
    return asked(client(), kViewWhite, account,
                 by_number("Visualizza", "visualizza", number, account));
  }
  AnswerTree withdraw(const std::string& number, const Account& account = kDoctor) const {
    return asked(client(), kWithdrawWhite, account,
                 by_number("Annulla", "annulla", number, account));
  }
};

TEST_F(WhiteRecipeTest, AnAcceptedRecipeGetsItsNumberFromTheService) {
  const auto answer = send(row(kRepeatable));
  EXPECT_EQ(answer.one("codEsitoInserimento"), "0000");
  EXPECT_EQ(answer.one("nrbe").size(), 12u);
  EXPECT_EQ(answer.one("pinNrbe").size(), 5u);
  EXPECT_EQ(answer.one("cognomeMedico"), "PRO");
  const auto held = simulator().admin("GET", "/white?nrbe=" + answer.one("nrbe"));
  EXPECT_EQ(held.at("count").to_number<int>(), 1);
  EXPECT_EQ(held.at("recipes").at(0).at("patient").as_string(), kPatient);
  EXPECT_FALSE(held.at("recipes").at(0).at("header").as_object().contains("pinCode"));
  EXPECT_EQ(view(answer.one("nrbe")).one("statoProcesso"), "3");
  EXPECT_NE(send(row(kRepeatable)).one("nrbe"), answer.one("nrbe"));
}

TEST_F(WhiteRecipeTest, WhatTheErrorListSaysIsRefused) {
  const auto code = [&](const std::string& rows) { return send(rows).one("codEsito"); };
  EXPECT_EQ(code(row(kNarcotic)), "1190");
  EXPECT_EQ(code(row(kUnprescribable)), "1194");
  EXPECT_EQ(code(row(kRepeatUnknown)), "1208");
  EXPECT_EQ(code(row(kHospital)), "1219");
  EXPECT_EQ(code(row(kRepeatable) + row(kOnce)), "1185");
  EXPECT_EQ(code(row(kRepeatable, "<t:nonSost>1</t:nonSost>")), "1157");
  EXPECT_EQ(code(row("099001052")), "8004");
  EXPECT_EQ(code(row(kRepeatable, "", "0")), "8014");
  EXPECT_EQ(simulator().admin("GET", "/white").at("count").to_number<int>(), 0);
  EXPECT_EQ(send(row(kRepeatable) + row(kNarcotic)).one("identificativoProdPrest"), kNarcotic);
}

TEST_F(WhiteRecipeTest, TheDoctorsLetterheadIsWanted) {
  EXPECT_EQ(client().call(kSendWhite, kDoctor, message(row(kRepeatable), "")).status, 500);
  EXPECT_EQ(asked(client(), kSendWhite, kDoctor, message(row(kRepeatable), "RM 1", "VIA A 1"))
                .one("codEsito"),
            "8027");
  EXPECT_EQ(client().call(kSendWhite, kDoctor, message("")).status, 500) << "no row";
}

TEST_F(WhiteRecipeTest, OnlyTheAuthorSeesAndWithdrawsAndOnlyOnce) {
  const std::string number = send(row(kRepeatable)).one("nrbe");
  EXPECT_EQ(view(number, kLazioDoctor).one("codEsito"), "1125");
  EXPECT_EQ(withdraw(number, kLazioDoctor).one("codEsito"), "1125");
  EXPECT_EQ(withdraw(number).one("codEsitoAnnullamento"), "0000");
  EXPECT_EQ(view(number).one("statoProcesso"), "4");
  EXPECT_EQ(withdraw(number).one("codEsito"), "1120");
  EXPECT_EQ(view("RB0000000999").one("codEsito"), "5005");
}

TEST_F(WhiteRecipeTest, AskedByPatientAloneItTellsAllWhereItTellsAny) {
  EXPECT_EQ(view("").one("codEsito"), "5005");
  const std::string first = send(row(kRepeatable)).one("nrbe");
  EXPECT_EQ(view("").one("nrbe"), first);
  send(row(kOnce));
  EXPECT_EQ(view("").one("codEsitoVisualizzazione"), "0000");
  simulator().admin("POST", "/switches", {{"white_view_by_patient", false}});
  EXPECT_EQ(view("").one("codEsito"), "8029");
  EXPECT_EQ(view(first).one("nrbe"), first);
}

TEST_F(WhiteRecipeTest, ThePharmacyMovesTheState) {
  const std::string number = send(row(kRepeatable)).one("nrbe");
  simulator().admin("POST", "/white/state", {{"nrbe", number}, {"state", 8}});
  EXPECT_EQ(view(number).one("statoProcesso"), "8");
  EXPECT_EQ(withdraw(number).one("codEsito"), "1120");
  simulator().admin("POST", "/white/state", {{"nrbe", number}, {"state", 11}}, 400);
  simulator().admin("POST", "/white/state", {{"nrbe", "RB0000000999"}, {"state", 8}}, 404);
}

TEST_F(WhiteRecipeTest, FaultsMeetItAsTheyMeetItsSisters) {
  simulator().admin("POST", "/faults",
                    {{"kind", "bad-gateway"}, {"operation", "InvioPrescrittoRicettaBianca"}});
  EXPECT_EQ(client().call(kSendWhite, kDoctor, message(row(kRepeatable))).status, 502);
  EXPECT_EQ(send(row(kRepeatable)).one("codEsitoInserimento"), "0000");
  simulator().admin("POST", "/reset");
  EXPECT_EQ(simulator().admin("GET", "/white").at("count").to_number<int>(), 0);
}

}  // namespace
