// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <libxml/parser.h>

#include "curante/testing/caller.hpp"
#include "schema_set.hpp"
#include "soap/dichiarazione_sostituzione.hpp"

namespace curante::sac {

namespace message = dichiarazione_sostituzione;

class SacDeclarationMessageTest : public ::testing::Test {
 protected:
  static std::string encoded(const message::Assumptions& assumptions = {}) {
    message::Declaration it;
    it.holder.fiscal_code = PrescriberCode("PROVAX00X00X000Y");
    it.holder.region_code = "130";
    it.holder.asl_code = "201";
    it.substitute = PrescriberCode("PROVAX00X00X000Z");
    it.from = Date::parse("2026-12-01");
    it.until = Date::parse("2026-12-24");
    return message::encode(it, "P", assumptions);
  }
  static message::Answer decoded(const std::string& body) {
    return message::decode(SoapAnswer(
        "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>"
        "<DichiarazioneSostituzioneMedicoRicevuta "
        "xmlns=\"http://dichiarazionesostituzionemedicoricevuta.xsd.dem.sanita.finanze.it\" "
        "xmlns:t=\"http://tipodatidichiarazionesostituzionemedico.xsd.dem.sanita.finanze.it\">" +
        body + "</DichiarazioneSostituzioneMedicoRicevuta></e:Body></e:Envelope>"));
  }
};

TEST_F(SacDeclarationMessageTest, TheOfficialSchemaTakesIt) {
  if (!protocols_folder()) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
  const SchemaSet schema(*protocols_folder() /
                         "sac-ricetta-dem/DichiarazioneSostituzioneMedicoRichiesta.xsd");
  for (const bool year_first : {false, true}) {
    const std::string text = encoded({year_first, "-"});
    const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
        xmlReadMemory(text.data(), static_cast<int>(text.size()), nullptr, nullptr,
                      XML_PARSE_NONET),
        &xmlFreeDoc);
    xmlNode* body = xmlLastElementChild(xmlDocGetRootElement(document.get()));
    EXPECT_EQ(schema.problems(xmlFirstElementChild(body)), "");
  }
}

TEST_F(SacDeclarationMessageTest, TheLayoutOfTheDatesIsASetting) {
  EXPECT_NE(encoded().find(">01122026<"), std::string::npos);
  EXPECT_NE(encoded().find(">24122026<"), std::string::npos);
  EXPECT_NE(encoded({true, "-"}).find(">20261201<"), std::string::npos);
  EXPECT_FALSE(message::year_first("ddmmyyyy"));
  EXPECT_TRUE(message::year_first("yyyymmdd"));
  for (const char* wrong : {"", "yyyy-mm-dd", "DDMMYYYY", "mmddyyyy"}) {
    EXPECT_EQ(testing::code_of([&] { message::year_first(wrong); }), "setting-invalid") << wrong;
  }
}

TEST_F(SacDeclarationMessageTest, TheAnswerIsReadWithItsReasons) {
  EXPECT_TRUE(decoded("<codEsitoInserimento>0000</codEsitoInserimento>").accepted);
  const auto refused = decoded(
      "<codEsitoInserimento>9999</codEsitoInserimento><ElencoErrori><t:Errore>"
      "<t:codEsito>1020</t:codEsito><t:esito>ASL</t:esito></t:Errore></ElencoErrori>");
  EXPECT_FALSE(refused.accepted);
  EXPECT_EQ(refused.text, "1020 — ASL");
  EXPECT_EQ(decoded("<codEsitoInserimento>9999</codEsitoInserimento>").text, "9999");
}

}  // namespace curante::sac
