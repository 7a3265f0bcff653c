// SPDX-License-Identifier: Apache-2.0
#include <Poco/RegularExpression.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "simulator_test.hpp"

namespace {

using SendTest = SimulatorTest;

const RowText kDrug{{"codProdPrest", "025940014"},
                    {"descrProdPrest", "FARMACO DI PROVA*20CPR"},
                    {"quantita", "2"},
                    {"notaProd", "01"}};

TEST_F(SendTest, WithoutANumberTheServiceAssignsOne) {
  const auto answer = sent(recipe());
  EXPECT_EQ(answer.one("codEsitoInserimento"), "0000");
  EXPECT_TRUE(Poco::RegularExpression("1300A4[0-9]{9}").match(answer.one("nre")));
  EXPECT_TRUE(Poco::RegularExpression("[0-9]{30}").match(answer.one("codAutenticazione")));
  EXPECT_EQ(answer.one("dataInserimento").size(), 19U);
  EXPECT_EQ(answer.one("flagPromemoria"), "0");
  EXPECT_EQ(answer.all("codice"), (std::vector<std::string>{"0199", "0198", "0197", "0100"}));
  EXPECT_EQ(answer.all("messaggio")[0], "COGNOME_MEDICO=PRO");
}

TEST_F(SendTest, ANumberOfTheDoctorsOwnLotIsKept) {
  const std::string nre = number_of_own_lot();
  const auto answer = sent(recipe().set("nre", nre));
  EXPECT_EQ(answer.one("nre"), nre);
  const auto listed = simulator().admin("GET", "/recipes?nre=" + nre);
  const auto& stored = listed.at("recipes").at(0);
  EXPECT_EQ(stored.at("doctor").as_string(), kDoctor.user);
  EXPECT_EQ(stored.at("patient").as_string(), "PNIMRA70A01H501P");
  EXPECT_EQ(stored.at("state").as_int64(), 3);
  EXPECT_EQ(stored.at("arrivals").as_int64(), 1);
  EXPECT_EQ(stored.at("rows").at(0).at("codGruppoEquival").as_string(), "G3B");
}

TEST_F(SendTest, SecretsAreNotKept) {
  sent(recipe());
  const auto header = simulator().admin("GET", "/recipes").at("recipes").at(0).at("header");
  EXPECT_FALSE(header.as_object().contains("pinCode"));
  EXPECT_FALSE(header.as_object().contains("codiceAss"));
}

TEST_F(SendTest, ANumberIsUsedOnce) {
  const std::string nre = number_of_own_lot();
  EXPECT_EQ(outcome(recipe().set("nre", nre)), "0000");
  const auto again = sent(recipe().set("nre", nre));
  EXPECT_EQ(again.one("codEsitoInserimento"), "9999");
  EXPECT_EQ(again.one("codEsito"), "8001");
  EXPECT_EQ(again.one("tipoErrore"), "Bloccante");
  EXPECT_FALSE(again.has("nre"));
  EXPECT_EQ(recipe_count(), 1);
  const auto stored = simulator().admin("GET", "/recipes").at("recipes").at(0);
  EXPECT_EQ(stored.at("arrivals").as_int64(), 2);
}

TEST_F(SendTest, OfManySendersOfOneNumberOneWins) {
  const std::string message = recipe().set("nre", number_of_own_lot()).message();
  std::atomic<int> accepted = 0;
  std::vector<std::thread> senders;
  for (int i = 0; i < 16; ++i) {
    senders.emplace_back([&] {
      const auto answer = client().call(addresses::kSend, kDoctor, message);
      if (AnswerTree(answer.body).one("codEsitoInserimento") == "0000") ++accepted;
    });
  }
  for (auto& sender : senders) sender.join();
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(SendTest, AnotherDoctorsNumberIsRefused) {
  const std::string foreign = number_of_own_lot(kLazioDoctor);
  EXPECT_EQ(outcome(recipe().set("nre", foreign)), "1125");
}

TEST_F(SendTest, ASubstitutesNumberIsOfTheHoldersLotUnlessSwitchedOff) {
  const auto from = [&](const Account& owner) {
    return outcome(recipe().written_by(kSubstitute).set("nre", number_of_own_lot(owner)),
                   kSubstitute);
  };
  simulator().admin("POST", "/switches", {{"lots_without_asl", true}});
  EXPECT_EQ(from(kDoctor), "0000");
  EXPECT_EQ(from(kSubstitute), "1125");
  simulator().admin("POST", "/switches", {{"number_of_holder_only", false}});
  EXPECT_EQ(from(kSubstitute), "0000");
  EXPECT_EQ(from(kDoctor), "0000");
  EXPECT_EQ(from(kLazioDoctor), "1125") << "nobody else's";
}

TEST_F(SendTest, ANumberOfNoLotIsRefused) {
  EXPECT_EQ(outcome(recipe().set("nre", "1300A0999999900")), "8002");
}

TEST_F(SendTest, AMalformedNumberIsRefused) {
  EXPECT_EQ(outcome(recipe().set("nre", "1300A40192948")), "8003");
  EXPECT_EQ(outcome(recipe().set("nre", "130AA4019294847")), "8003");
}

TEST_F(SendTest, TheHoldersPlaceIsChecked) {
  EXPECT_EQ(outcome(recipe().set("codASLAo", "202")), "1020");
  EXPECT_EQ(outcome(recipe().set("codRegione", "120")), "8015");
  EXPECT_EQ(outcome(recipe().set("codSpecializzazione", "P")), "8016");
}

TEST_F(SendTest, ASubstituteWritesInTheHoldersName) {
  const auto answer = sent(recipe().written_by(kSubstitute), kSubstitute);
  EXPECT_EQ(answer.one("codEsitoInserimento"), "0000");
  const auto stored = simulator().admin("GET", "/recipes").at("recipes").at(0);
  EXPECT_EQ(stored.at("doctor").as_string(), kSubstitute.user);
  EXPECT_EQ(stored.at("holder").as_string(), kDoctor.user);
}

TEST_F(SendTest, ASubstituteMayUseTheHoldersNumbers) {
  const std::string nre = number_of_own_lot(kDoctor);
  EXPECT_EQ(outcome(recipe().written_by(kSubstitute).set("nre", nre), kSubstitute), "0000");
}

TEST_F(SendTest, TheNamedSubstituteMustBeTheCaller) {
  EXPECT_EQ(outcome(recipe().set("cfMedico2", kSubstitute.user)), "1212");
}

TEST_F(SendTest, ADoctorWritesOnlyInTheirOwnName) {
  auto stranger = recipe(kDoctor);
  stranger.set("pinCode", client().encrypted(kLazioDoctor.pincode));
  EXPECT_EQ(outcome(stranger, kLazioDoctor), "8017");
}

TEST_F(SendTest, TheHolderMustBeKnown) {
  auto unknown = recipe().written_by(kSubstitute).set("cfMedico1", "RSSMRA70A01H501S");
  EXPECT_EQ(outcome(unknown, kSubstitute), "8018");
}

TEST_F(SendTest, AWrongLetterOfTheDoctorOnlyWarns) {
  const Account warned{"TMSCLD59A30D810V", "Lazio2026d", "1201000004", "120", "112"};
  const auto answer = sent(recipe(warned), warned);
  EXPECT_EQ(answer.one("codEsitoInserimento"), "0001");
  EXPECT_EQ(answer.one("codEsito"), "1024");
  EXPECT_EQ(answer.one("tipoErrore"), "W");
  EXPECT_TRUE(answer.has("nre"));
  EXPECT_EQ(recipe_count(), 1);
}

TEST_F(SendTest, EveryDoctorOfTheTableCanSend) {
  const auto identities = simulator().admin("GET", "/identities").at("identities");
  std::vector<std::string> regions;
  for (const auto& person : identities.as_array()) {
    if (person.at("substitute").as_bool()) continue;
    const auto text = [&](const char* name) { return std::string(person.at(name).as_string()); };
    const Account account{text("user"), text("password"), text("pincode"), text("region"),
                          text("local_health_unit")};
    const auto answer = sent(recipe(account), account);
    EXPECT_NE(answer.one("codEsitoInserimento"), "9999") << account.user;
    regions.push_back(account.region);
  }
  for (const char* region : {"020", "110", "120", "130", "140", "150", "170", "180", "190"}) {
    EXPECT_NE(std::find(regions.begin(), regions.end(), region), regions.end()) << region;
  }
}

TEST_F(SendTest, SpecialistServicesWantADiagnosis) {
  EXPECT_EQ(outcome(recipe().specialist()), "0000");
  EXPECT_EQ(outcome(recipe().specialist().set("descrizioneDiagnosi", "")), "1233");
  EXPECT_EQ(outcome(recipe().specialist().set("descrizioneDiagnosi", "   ")), "1233");
  EXPECT_EQ(
      outcome(recipe().specialist().set("descrizioneDiagnosi", "").set("codDiagnosi", "401.9")),
      "0000");
}

TEST_F(SendTest, AQuantityOfTwoDigitsIsAFault) {
  EXPECT_EQ(fault(recipe().row_field("quantita", "12")),
            "cvc-simple-type 1: element {http://tipodati.xsd.dem.sanita.finanze.it}quantita value "
            "'12' is not a valid instance of type integerType");
  EXPECT_NE(fault(recipe().row_field("quantita", "x")).find("cvc-simple-type"), std::string::npos);
  EXPECT_NE(fault(recipe().row_field("quantita", "")).find("cvc-simple-type"), std::string::npos);
  EXPECT_EQ(recipe_count(), 0);
}

TEST_F(SendTest, FieldsOutOfPlaceAreAFault) {
  std::string message = recipe().message();
  const std::string holder = "<inv:cfMedico1>PROVAX00X00X000Y</inv:cfMedico1>";
  message.erase(message.find(holder), holder.size());
  const auto answer = client().call(addresses::kSend, kDoctor, message);
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find("next item should be"), std::string::npos) << answer.body;
}

TEST_F(SendTest, AnUnknownFieldIsAFault) {
  std::string message = recipe().message();
  const std::string end = "</inv:InvioPrescrittoRichiesta>";
  message.insert(message.find(end), "<inv:sorpresa/>");
  EXPECT_EQ(client().call(addresses::kSend, kDoctor, message).status, 500);
}

TEST_F(SendTest, ADrugIsGivenByCodeOrGroup) {
  EXPECT_EQ(outcome(recipe().rows({kDrug})), "0000");
  EXPECT_EQ(outcome(recipe().rows({{{"quantita", "1"}}})), "8005");
}

TEST_F(SendTest, TheDrugsCheckDigitIsChecked) {
  RowText wrong = kDrug;
  wrong["codProdPrest"] = "025940018";
  EXPECT_EQ(outcome(recipe().rows({wrong})), "8004");
}

TEST_F(SendTest, OutcomesNameTheirRow) {
  RowText wrong = kDrug;
  wrong["codProdPrest"] = "12345";
  const auto answer = sent(recipe().rows({kDrug, wrong}));
  EXPECT_EQ(answer.one("progPresc"), "2");
}

TEST_F(SendTest, TheRulesOfARow) {
  const auto row = [&](const std::string& field, const std::string& value) {
    RowText changed = kDrug;
    changed[field] = value;
    return outcome(recipe().rows({changed}));
  };
  EXPECT_EQ(row("quantita", "0"), "8014");
  EXPECT_EQ(row("nonSost", "1"), "8006");
  EXPECT_EQ(row("testoLibero", "si"), "8007");
  EXPECT_EQ(row("descrProdPrest", ""), "8020");
  EXPECT_EQ(row("codCatalogoPrescr", "A1"), "8026");
  EXPECT_EQ(outcome(recipe().rows(std::vector<RowText>(9, kDrug))), "8019");
  EXPECT_EQ(outcome(recipe().specialist().row_field("codProdPrest", "")), "8005");
  EXPECT_EQ(outcome(recipe().specialist().row_field("nonSost", "1")), "8026");
  EXPECT_EQ(outcome(recipe().specialist().row_field("numsedute", "5").row_field("quantita", "2")),
            "8022");
}

/// Specification of 5 December 2024, N.SEDUTE: may be left out; where it is said, within the cycle;
/// never of a service that is not of branch 12. Two rows are two cycles.
TEST_F(SendTest, TheSessionsOfACycleAreWithinItAndMayBeLeftOut) {
  const auto of = [&](const char* service, const char* sessions) {
    RecipeText said = recipe().specialist().row_field("codProdPrest", service);
    if (*sessions != '\0') said.row_field("numsedute", sessions);
    return outcome(said);
  };
  EXPECT_EQ(of("93.11.1", ""), "0000");
  EXPECT_EQ(of("93.11.1", "1"), "0000");
  EXPECT_EQ(of("93.11.1", "9"), "0000");
  EXPECT_EQ(of("93.11.1", "0"), "8031");
  EXPECT_EQ(of("93.15", "4"), "0000");
  EXPECT_EQ(of("93.15", "5"), "8031");
  EXPECT_EQ(of("39.95.3", ""), "0000");
  EXPECT_EQ(of("39.95.3", "1"), "8031");
}

/// Specification of 5 December 2024, p. 28: mandatory for the services of the PNGLA, and for them
/// alone.
TEST_F(SendTest, AServiceOfThePnglaSaysWhetherItIsAFirstAccess) {
  const auto visit = [&] { return recipe().specialist().row_field("codProdPrest", "89.7A.3"); };
  EXPECT_EQ(outcome(visit()), "8030");
  for (const char* said : {"0", "1"}) {
    EXPECT_EQ(outcome(visit().row_field("tipoAccesso", said)), "0000") << said;
  }
  EXPECT_EQ(outcome(recipe().specialist().row_field("codProdPrest", "90.62.2")), "0000");
}

TEST_F(SendTest, TheRulesOfTheHeader) {
  const auto with = [&](const std::string& field, const std::string& value) {
    return outcome(recipe().set(field, value));
  };
  EXPECT_EQ(with("dataCompilazione", "2026-02-30 10:00:00"), "8008");
  EXPECT_EQ(with("dataCompilazione", "30/09/2026"), "8008");
  EXPECT_EQ(with("tipoPrescrizione", "X"), "8009");
  EXPECT_EQ(with("tipoVisita", "X"), "8010");
  EXPECT_EQ(with("aslAssistito", ""), "8011");
  EXPECT_EQ(with("nonEsente", ""), "8013");
  EXPECT_EQ(with("codEsenzione", "048"), "8013");
  EXPECT_EQ(with("classePriorita", "Z"), "8021");
  EXPECT_EQ(with("tipoRic", "ZZ"), "8023");
  EXPECT_EQ(with("codiceAss", ""), "8024");
  EXPECT_EQ(outcome(recipe().set("nonEsente", "").set("codEsenzione", "048")), "0000");
}

TEST_F(SendTest, ThePatientsCodeIsChecked) {
  EXPECT_EQ(outcome(recipe().patient("PNIMRA70A01H501Q")), "8012");
  EXPECT_EQ(outcome(recipe().set("codiceAss", "PNIMRA70A01H501P")), "8012");
  EXPECT_EQ(outcome(recipe().patient("PNIMRA70A01H50MH")), "0000");
  EXPECT_EQ(outcome(recipe().patient("STP1202010000001")), "0000");
  EXPECT_EQ(outcome(recipe().patient("12345678903")), "0000");
}

TEST_F(SendTest, SomebodyInsuredAbroadHasNoCode) {
  auto foreign = recipe().set("tipoRic", "NE").set("codiceAss", "").set("statoEstero", "FR");
  EXPECT_EQ(outcome(foreign.set("numIdentPers", "123")), "0000");
}

TEST_F(SendTest, AllProblemsAreToldAtOnce) {
  const auto answer = sent(recipe().set("codASLAo", "999").set("tipoVisita", "X"));
  EXPECT_EQ(answer.all("codEsito"), (std::vector<std::string>{"1020", "8010"}));
}

TEST_F(SendTest, ThePromemoriaCanBeSwitchedOff) {
  simulator().admin("POST", "/switches", {{"promemoria", false}});
  const auto answer = sent(recipe());
  EXPECT_EQ(answer.one("flagPromemoria"), "1");
  EXPECT_FALSE(answer.has("pdfPromemoria"));
}

}  // namespace
