// SPDX-License-Identifier: Apache-2.0
// The recorded exchanges with the real test environment, and the official schemas.
#include <gtest/gtest.h>
#include <libxml/parser.h>

#include <fstream>
#include <iterator>

#include "dpcm/invia_file.hpp"
#include "recipe_kinds.hpp"
#include "schema_set.hpp"
#include "soap/a2f.hpp"
#include "soap/by_number.hpp"
#include "soap/interroga_nre.hpp"
#include "soap/invio_prescritto.hpp"
#include "soap/richiesta_lotto.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Recipe;

class SacRecordedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!protocols_folder()) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
  }

  static std::string recorded(const std::string& name) {
    std::ifstream in(*protocols_folder() / "sac-ricetta-dem/samples" / name);
    if (!in) throw std::runtime_error("cannot read " + name);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static SoapAnswer answer(const std::string& name) { return SoapAnswer(recorded(name)); }

  /// What the official schema says against a message's body; empty: nothing.
  static std::string problems(const std::string& file, const std::string& message) {
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
        xmlReadMemory(message.data(), static_cast<int>(message.size()), nullptr, nullptr,
                      XML_PARSE_NONET),
        &xmlFreeDoc);
    if (!document) return "no XML";
    xmlNode* body = xmlLastElementChild(xmlDocGetRootElement(document.get()));
    return SchemaSet(*protocols_folder() / file).problems(xmlFirstElementChild(body));
  }

  static Recipe recipe() {
    Recipe it;
    it.holder.fiscal_code = PrescriberCode("PROVAX00X00X000Y");
    it.holder.region_code = "130";
    it.holder.asl_code = "201";
    it.patient.full_name = "PINI MARIO";
    it.patient.street = "VIA ROMA 1";
    it.patient.province = "AQ";
    it.patient.asl_code = "201";
    it.written_at = "2026-09-30 16:44:16";
    auto& line = it.lines.emplace_back();
    line.group_code = "G3B";
    line.group_text = "LEVETIRACETAM 500MG 60 UNITA' USO ORALE";
    return it;
  }
};

TEST_F(SacRecordedTest, TheRealReceiptOfASendingIsRead) {
  const Nre nre("1300A4019294847");
  const auto receipt = invio_prescritto::decode(answer("invioPrescritto-ok-ricevuta.xml"), nre);
  EXPECT_EQ(receipt.outcome, Outcome::accepted);
  EXPECT_EQ(receipt.nre, nre);
  EXPECT_EQ(receipt.authentication_code, "300920261713401010000050622840");
  EXPECT_EQ(receipt.accepted_at, "2026-09-30 17:13:39");
  EXPECT_EQ(receipt.doctor_name, "PRO VA");
  EXPECT_TRUE(receipt.reasons.empty());
  EXPECT_FALSE(receipt.regional_phrase.empty());
  const std::string pdf = recorded("promemoria-SAC-test-1300A4019294847.pdf");
  if (!receipt.promemoria.empty()) {
    EXPECT_EQ(std::string(receipt.promemoria.begin(), receipt.promemoria.end()), pdf);
  }
}

TEST_F(SacRecordedTest, TheRealViewAndCancellationAreRead) {
  const auto view =
      visualizza_prescritto::decode(answer("visualizzaPrescritto-stato3-ricevuta.xml"));
  EXPECT_TRUE(view.known);
  EXPECT_EQ(view.state, 3);
  EXPECT_EQ(view.authentication_code, "300920261644168700000050622782");
  EXPECT_EQ(view.inserted_at, "2026-09-30 16:44:16");
  EXPECT_TRUE(view.reasons.empty());
  EXPECT_TRUE(annulla_prescritto::decode(answer("annullaPrescritto-ok-ricevuta.xml")).cancelled);
}

TEST_F(SacRecordedTest, TheRealListOfNumbersIsRead) {
  const auto used = interroga_nre::decode(answer("interrogaNreUtilizzati-ricevuta-2-record.xml"));
  ASSERT_EQ(used.size(), 2u);
  EXPECT_EQ(used[0].nre, "1300A4019294835");
  EXPECT_EQ(used[0].written_on, "2026-09-30");
  EXPECT_EQ(used[1].authentication_code, "300920261648512210000050622816");
}

TEST_F(SacRecordedTest, AMessageHasTheRealOnesMembersInTheirOrder) {
  const auto members = [](const std::string& text) {
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
        xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr,
                      XML_PARSE_NONET),
        &xmlFreeDoc);
    std::vector<std::string> names;
    xmlNode* body = xmlLastElementChild(xmlDocGetRootElement(document.get()));
    for (xmlNode* it = xmlFirstElementChild(xmlFirstElementChild(body)); it != nullptr;
         it = xmlNextElementSibling(it)) {
      names.emplace_back(reinterpret_cast<const char*>(it->name));
    }
    return names;
  };
  const std::string ours = invio_prescritto::encode(recipe(), Nre("1300A4019294847"), "P", "C");
  EXPECT_EQ(members(ours), members(recorded("invioPrescritto-farmaceutica-richiesta.xml")));
  EXPECT_EQ(members(visualizza_prescritto::encode(Nre("1300A4019294847"), "D", "P")),
            members(recorded("visualizzaPrescritto-richiesta.xml")));
  EXPECT_EQ(members(annulla_prescritto::encode(Nre("1300A4019294847"), "D", "P")),
            members(recorded("annullaPrescritto-richiesta.xml")));
}

TEST_F(SacRecordedTest, EverySendingIsValid) {
  const char* schema = "sac-ricetta-dem/InvioPrescrittoRichiesta.xsd";
  const Nre nre("1300A4019294847");
  EXPECT_EQ(problems(schema, invio_prescritto::encode(recipe(), nre, "P", "C")), "");
  Recipe full = recipe();
  full.substitute = full.holder;
  full.substitute->fiscal_code = PrescriberCode("PROVAX00X00X000Z");
  full.holder.facility_code = "130001";
  full.obscured = true;
  full.exemption = "048";
  full.diagnosis_code = "401.9";
  full.diagnosis_text = "IPERTENSIONE <«ESSENZIALE»> & ALTRO \x02\xff";
  full.home_visit = true;
  full.suggested = true;
  auto& line = full.lines.emplace_back();
  line.aic = "012745093";
  line.drug_text = "CARDIOASPIRIN";
  line.quantity = 9;
  line.aifa_note = "13";
  line.not_replaceable = true;
  line.not_replaceable_reason_code = "1";
  line.posology = "1 al dì";
  EXPECT_EQ(problems(schema, invio_prescritto::encode(full, nre, "P", "C")), "");
  full.exemption.clear();
  full.exempt_for_income = true;
  full.patient.asl_code.clear();
  EXPECT_EQ(problems(schema, invio_prescritto::encode(full, nre, "P", "C")), "");
  full.written_at += "Z";
  EXPECT_NE(problems(schema, invio_prescritto::encode(full, nre, "P", "C")), "");
}

TEST_F(SacRecordedTest, EveryKindOfRecipeIsValid) {
  const char* schema = "sac-ricetta-dem/InvioPrescrittoRichiesta.xsd";
  for (const auto& kind : recipe_kinds()) {
    Recipe it = recipe();
    kind.make(it);
    const std::string text = invio_prescritto::encode(it, Nre("1300A4019294847"), "P", "C");
    EXPECT_EQ(problems(schema, text), "") << kind.name;
    EXPECT_EQ(text.find("statoEstero") != std::string::npos, it.foreign.has_value()) << kind.name;
  }
}

TEST_F(SacRecordedTest, ACycleSaysItsSessionsInTheFieldOrInWords) {
  size_t asked = 0;
  for (const auto& kind : cycles()) {
    Recipe it = recipe();
    kind.make(it);
    const std::string text = invio_prescritto::encode(it, Nre("1300A4019294847"), "P", "C");
    for (const auto& [name, value] : kind.row) {
      const std::string wanted = name + (value.empty() ? ">" : ">" + value + "<");
      EXPECT_EQ(text.find(wanted) != std::string::npos, !value.empty()) << kind.name << text;
      ++asked;
    }
  }
  EXPECT_GT(asked, 10u);
}

TEST_F(SacRecordedTest, EveryOtherMessageIsValid) {
  const Nre nre("1300A4019294847");
  const std::string doctor = "PROVAX00X00X000Y";
  const std::string folder = "sac-ricetta-dem/";
  EXPECT_EQ(problems(folder + "VisualizzaPrescrittoRichiesta.xsd",
                     visualizza_prescritto::encode(nre, doctor, "P")),
            "");
  EXPECT_EQ(problems(folder + "AnnullaPrescrittoRichiesta.xsd",
                     annulla_prescritto::encode(nre, doctor, "P")),
            "");
  EXPECT_EQ(
      problems(folder + "InterrogaNreUtilRichiesta.xsd",
               interroga_nre::encode({"130", doctor, Date::parse("2026-09-30"), "P", doctor}, "P")),
      "");
  EXPECT_EQ(problems("sac-lotti-nre/LottoRichiestaNRE.xsd", richiesta_lotto::encode("130", doctor)),
            "");
  const a2f::Subject subject{doctor, "P", doctor, "130", "", ""};
  const char* tokens = "sac-a2f/sts-a2f-service.v0.1.xsd";
  EXPECT_EQ(problems(tokens, a2f::encode_check(subject, "3f2504e0-4f89-41d3-9a0c-0305e82c3301")),
            "");
  a2f::Subject placed = subject;
  placed.facility_code = "130001";
  placed.asl_code = "202";
  EXPECT_EQ(problems(tokens, a2f::encode_create(placed)), "");
  EXPECT_EQ(problems(tokens, a2f::encode_create(subject)), "");
}

/// The part of a message with attachment that names it: what stands between the first boundaries,
/// after their headers.
std::string first_part(const std::string& body) {
  const auto begin = body.find("\r\n\r\n") + 4;
  return body.substr(begin, body.find("\r\n--", begin) - begin);
}

TEST_F(SacRecordedTest, TheEnvelopeOfAFileOfRedRecipesIsValid) {
  const char* wsdl = "dpcm-ricetta-rossa/invioTelematicoSanita-piemonte.wsdl";
  const std::string envelope = first_part(invia_file::encode("MIR_1.zip", "PK").body);
  EXPECT_EQ(problems(wsdl, envelope), "");
  std::string other = envelope;
  const std::string name = "nomeFileAllegato";
  for (auto at = other.find(name); at != std::string::npos; at = other.find(name, at)) {
    other.replace(at, name.size(), "nomeFile");
  }
  EXPECT_NE(problems(wsdl, other), "");
}

}  // namespace curante::sac
