// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "curante/testing/caller.hpp"
#include "soap/a2f.hpp"
#include "soap/by_number.hpp"
#include "soap/interroga_nre.hpp"
#include "soap/invio_prescritto.hpp"
#include "soap/richiesta_lotto.hpp"

namespace curante::sac {

using curante::testing::code_of;
using recipe_transmitter::Outcome;

namespace {

SoapAnswer answer(const std::string& body) {
  return SoapAnswer("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>" +
                    body + "</s:Body></s:Envelope>");
}

SoapAnswer sent(const std::string& members) {
  return answer(
      "<r:InvioPrescrittoRicevuta "
      "xmlns:r='http://invioprescrittoricevuta.xsd.dem.sanita.finanze.it'"
      " xmlns:t='http://tipodati.xsd.dem.sanita.finanze.it'>" +
      members + "</r:InvioPrescrittoRicevuta>");
}

SoapAnswer lot(const std::string& members) {
  return answer("<LottoRicevutaNRE xmlns='http://lottoricevuta.xsd.nre.mirsac.sanita.finanze.it'>" +
                members + "</LottoRicevutaNRE>");
}

const Nre number("1200A4000000001");
const std::string doctor = "FBBGLI74C52H501K";

}  // namespace

TEST(SoapAnswers, WhatIsNoSoapIsRefused) {
  for (const char* text :
       {"", " ", "x", "<a/>", "<a", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>",
        "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/></s:Envelope>"}) {
    EXPECT_EQ(code_of([&] { SoapAnswer it{std::string_view(text)}; }), "xml-malformed") << text;
  }
  EXPECT_EQ(code_of([&] { SoapAnswer it(std::string(17 << 20, ' ')); }), "xml-malformed");
  EXPECT_EQ(code_of([&] { invio_prescritto::decode(answer("<altro/>"), number); }),
            "answer-unexpected");
  EXPECT_EQ(answer("<s:Fault><faultstring>cvc-x</faultstring></s:Fault>").fault().value_or(""),
            "cvc-x");
}

TEST(SoapAnswers, OnlyTheOutcomeDecidesOnASending) {
  const std::string good =
      "<r:nre>1200A4000000001</r:nre><r:codAutenticazione>9</r:codAutenticazione>";
  const auto accepted = invio_prescritto::decode(
      sent(good +
           "<r:codEsitoInserimento>0001</r:codEsitoInserimento><r:ElencoErroriRicette>"
           "<t:ErroreRicetta><t:codEsito>1024</t:codEsito><t:esito>cf</t:esito>"
           "<t:progPresc>2</t:progPresc><t:tipoErrore>Bloccante</t:tipoErrore>"
           "</t:ErroreRicetta></r:ElencoErroriRicette><r:pdfPromemoria>%%%</r:pdfPromemoria>"),
      number);
  EXPECT_EQ(accepted.outcome, Outcome::accepted);
  EXPECT_EQ(accepted.reasons.at(0).line, 2);
  EXPECT_FALSE(accepted.reasons.at(0).blocking);
  EXPECT_TRUE(accepted.promemoria.empty());
  const auto refused =
      invio_prescritto::decode(sent("<r:codEsitoInserimento>9999</r:codEsitoInserimento>"), number);
  EXPECT_EQ(refused.outcome, Outcome::refused);
}

/// Specification of 5 December 2024, p. 33-35: the region's phrase, and that of drugs "in DPC".
TEST(SoapAnswers, WhatThePatientMustReadIsPrintedWithTheRecipe) {
  const auto phrase = [](const std::vector<std::pair<std::string, std::string>>& told) {
    std::string list;
    for (const auto& [code, text] : told) {
      list += "<t:Comunicazione><t:codice>" + code + "</t:codice><t:messaggio>" + text +
              "</t:messaggio></t:Comunicazione>";
    }
    return invio_prescritto::decode(
               sent("<r:nre>1200A4000000001</r:nre><r:codAutenticazione>9</r:codAutenticazione>"
                    "<r:codEsitoInserimento>0000</r:codEsitoInserimento>"
                    "<r:ElencoComunicazioni>" +
                    list + "</r:ElencoComunicazioni>"),
               number)
        .regional_phrase;
  };
  const std::string dpc = "CONTIENE FARMACI IN DPC NELLA REGIONE DI PRESCRIZIONE";
  EXPECT_EQ(phrase({{"0196", dpc + " "}, {"0100", "Nessuna comunicazione"}}), dpc);
  EXPECT_EQ(phrase({{"0197", "REGIONE LAZIO: frase"}}), "REGIONE LAZIO: frase");
  EXPECT_EQ(
      phrase({{"0199", "COGNOME_MEDICO=ROSSI"}, {"0197", "REGIONE LAZIO: frase"}, {"0196", dpc}}),
      dpc + " - REGIONE LAZIO: frase");
  EXPECT_EQ(phrase({{"0100", "Nessuna comunicazione"}}), "");
}

TEST(SoapAnswers, AnAnswerThatSaysNeitherOrNamesAnotherNumberIsUnexpected) {
  for (const char* members :
       {"", "<r:codEsitoInserimento>0000</r:codEsitoInserimento>",
        "<r:nre>1200A4000000001</r:nre><r:codEsitoInserimento>0000</r:codEsitoInserimento>",
        "<r:nre>1200A4000000002</r:nre><r:codAutenticazione>9</r:codAutenticazione>"
        "<r:codEsitoInserimento>0000</r:codEsitoInserimento>",
        "<r:nre>1200A4000000001</r:nre><r:codAutenticazione>9</r:codAutenticazione>"
        "<r:codEsitoInserimento>7777</r:codEsitoInserimento>"}) {
    EXPECT_EQ(code_of([&] { invio_prescritto::decode(sent(members), number); }),
              "answer-unexpected")
        << members;
  }
}

TEST(SoapAnswers, ANumberIsKnownOnlyWhenARecipeHasIt) {
  const auto view = [](const std::string& members) {
    return visualizza_prescritto::decode(
        answer("<VisualizzaPrescrittoRicevuta "
               "xmlns='http://visualizzaprescrittoricevuta.xsd.dem.sanita.finanze.it' "
               "xmlns:t='http://tipodati.xsd.dem.sanita.finanze.it'>" +
               members + "</VisualizzaPrescrittoRicevuta>"));
  };
  const std::string good = "<codEsitoVisualizzazione>0000</codEsitoVisualizzazione>";
  EXPECT_TRUE(view(good + "<statoProcesso>3</statoProcesso>"
                          "<codAutenticazione>9</codAutenticazione>")
                  .known);
  EXPECT_FALSE(view(good + "<statoProcesso>2</statoProcesso>").known);
  const auto refused = [](const char* code) {
    return std::string("<codEsitoVisualizzazione>9999</codEsitoVisualizzazione>") +
           "<ElencoErroriRicette><t:ErroreRicetta><t:codEsito>" + code +
           "</t:codEsito></t:ErroreRicetta></ElencoErroriRicette>";
  };
  EXPECT_FALSE(view(refused("5005")).known);
  EXPECT_TRUE(view(refused("1125")).of_another);
  EXPECT_FALSE(view(refused("1125")).known);
  for (const std::string& members :
       {good, good + "<statoProcesso>3</statoProcesso>", refused("1140"), std::string()}) {
    EXPECT_EQ(code_of([&] { view(members); }), "answer-unexpected") << members;
  }
}

TEST(SoapAnswers, ALotIsReadForEachType) {
  const auto granted = richiesta_lotto::decode(
      lot("<CodRegione>120</CodRegione><CodRagLotto>0A</CodRagLotto>"
          "<IdentificativoLotto>0</IdentificativoLotto><CodLotto>42</CodLotto>"
          "<CFMedico>FBBGLI74C52H501K</CFMedico><CodEsito>00</CodEsito>"),
      "120", doctor);
  EXPECT_EQ(granted.prefix, "1200A00000042");
  EXPECT_EQ(granted.size(), 100);
  const auto large = richiesta_lotto::decode(
      lot("<CodRagLotto>0A</CodRagLotto><IdentificativoLotto>1</IdentificativoLotto>"
          "<CodLotto>000042</CodLotto><CodEsito>01</CodEsito>"),
      "120", doctor);
  EXPECT_EQ(large.prefix, "1200A1000042");
  EXPECT_EQ(large.size(), 1000);
}

TEST(SoapAnswers, ALotThatMakesNoNumberIsRefused) {
  for (const char* members :
       {"", "<CodEsito>93</CodEsito><Esito>no</Esito>", "<CodEsito>00</CodEsito>",
        "<CodEsito>00</CodEsito><IdentificativoLotto>9</IdentificativoLotto>",
        "<CodEsito>00</CodEsito><IdentificativoLotto>0</IdentificativoLotto>"
        "<CodLotto>12345678</CodLotto>",
        "<CodEsito>00</CodEsito><IdentificativoLotto>0</IdentificativoLotto>"
        "<CodRagLotto>AA</CodRagLotto><CodLotto>1</CodLotto>",
        // another doctor's, another region's
        "<CodEsito>00</CodEsito><IdentificativoLotto>0</IdentificativoLotto>"
        "<CodRagLotto>0A</CodRagLotto><CodLotto>1</CodLotto><CFMedico>MRNSFN66S05H501J</CFMedico>",
        "<CodRegione>130</CodRegione><CodEsito>00</CodEsito>"
        "<IdentificativoLotto>0</IdentificativoLotto><CodRagLotto>0A</CodRagLotto>"
        "<CodLotto>1</CodLotto>"}) {
    EXPECT_EQ(code_of([&] { richiesta_lotto::decode(lot(members), "120", doctor); }), "lot-refused")
        << members;
  }
}

TEST(SoapAnswers, ATokenIsFoundInAnyText) {
  EXPECT_EQ(a2f::find_token("ID-SESSIONE 3F2504E0-4f89-41d3-9a0c-0305e82c3301."),
            "3F2504E0-4f89-41d3-9a0c-0305e82c3301");
  EXPECT_FALSE(a2f::find_token("3F2504E0-4f89-41d3-9a0c-0305e82c330"));
  EXPECT_FALSE(a2f::find_token(""));
}

}  // namespace curante::sac
