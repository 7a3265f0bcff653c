// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "curante/testing/caller.hpp"
#include "schema_set.hpp"
#include "soap/envelope.hpp"
#include "white/white_answer.hpp"
#include "white/white_message.hpp"
#include "white/white_rules.hpp"

namespace curante::sac::white {

using curante::testing::code_of;
using recipe_transmitter::Outcome;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeLine;

namespace {

const std::string cipher(172, 'A');

Recipe sample() {
  Recipe it;
  it.kind = recipe_transmitter::RecipeKind::white;
  it.holder.fiscal_code = PrescriberCode("PROVAX00X00X000Y");
  it.holder.region_code = "120";
  it.holder.asl_code = "201";
  it.holder.register_number = "RM 45678";
  it.holder.address = "VIA DELLE PROVE 1";
  it.holder.postal_code = "00185";
  it.holder.municipality = "ROMA";
  it.holder.province = "RM";
  it.holder.phone = "06 1234567";
  it.patient.fiscal_code = FiscalCode("PNIMRA70A01H501P");
  it.patient.full_name = "PINI MARIO";
  it.patient.street = "VIA <STRANA> & 1";
  it.written_at = "2026-11-25 10:00:00";
  RecipeLine line;
  line.aic = "099001051";
  line.drug_text = "FARMACO DI PROVA";
  line.posology = "1 al bisogno";
  line.repeatable = true;
  line.repetitions = 3;
  it.lines = {line};
  return it;
}

/// What the room's own schema says against a message; empty: nothing.
std::string problems(const std::string& schema, const std::string& message) {
  const SchemaSet set(std::filesystem::path(SAC_SCHEMAS) / schema);
  const std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> document(
      xmlReadMemory(message.data(), static_cast<int>(message.size()), nullptr, nullptr, 0),
      &xmlFreeDoc);
  if (!document) return "no XML";
  xmlNode* node = xmlDocGetRootElement(document.get());
  for (const char* name : {"Body", ""}) {
    node = node->children;
    while (node != nullptr &&
           (node->type != XML_ELEMENT_NODE ||
            (*name != 0 && std::string(reinterpret_cast<const char*>(node->name)) != name))) {
      node = node->next;
    }
    if (node == nullptr) return "no body";
  }
  return set.problems(node);
}

SoapAnswer answer(const std::string& body) {
  return SoapAnswer("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>" +
                    body + "</s:Body></s:Envelope>");
}

SoapAnswer sent(const std::string& members) {
  return answer("<InvioPrescrittoRicettaBiancaRicevuta>" + members +
                "</InvioPrescrittoRicettaBiancaRicevuta>");
}

SoapAnswer seen(const std::string& members) {
  return answer("<r:VisualizzaPrescrittoRicettaBiancaRicevuta xmlns:r='urn:any'>" + members +
                "</r:VisualizzaPrescrittoRicettaBiancaRicevuta>");
}

std::vector<std::string> refusals(const Recipe& recipe) {
  std::vector<std::string> codes;
  if (const auto receipt = WhiteRules().refusal(recipe)) {
    EXPECT_EQ(receipt->outcome, Outcome::refused);
    for (const auto& reason : receipt->reasons) {
      EXPECT_FALSE(reason.text.empty());
      EXPECT_FALSE(reason.advice.empty());
      codes.push_back(reason.code);
    }
  }
  return codes;
}

}  // namespace

TEST(WhiteMessages, EveryRequestIsValidByOurSchema) {
  Recipe it = sample();
  EXPECT_EQ(problems("white_sending.xsd", encode_sending(it, cipher, cipher)), "");
  it.obscured = true;
  it.diagnosis_code = "401.9";
  it.lines.push_back(it.lines[0]);
  it.lines[1].not_replaceable = true;
  it.lines[1].not_replaceable_reason_code = "4";
  it.lines[1].notes = "note";
  it.lines.push_back(RecipeLine{});
  it.lines[2].group_code = "G3B";
  it.lines[2].group_text = "GRUPPO";
  it.lines[2].quantity = 99;
  EXPECT_EQ(problems("white_sending.xsd", encode_sending(it, cipher, cipher)), "");
  for (const char* number : {"", "RB0000000001"}) {
    EXPECT_EQ(problems("white_view.xsd", encode_view(number, "PROVAX00X00X000Y", cipher, cipher)),
              "");
  }
  EXPECT_EQ(problems("white_cancellation.xsd",
                     encode_cancellation("RB0000000001", "PROVAX00X00X000Y", cipher, cipher)),
            "");
}

TEST(WhiteMessages, TheSchemaSeesWhatIsWrong) {
  Recipe it = sample();
  it.holder.register_number.clear();
  EXPECT_NE(problems("white_sending.xsd", encode_sending(it, cipher, cipher)), "");
  it = sample();
  it.lines[0].quantity = 100;
  EXPECT_NE(problems("white_sending.xsd", encode_sending(it, cipher, cipher)), "");
  it = sample();
  it.holder.phone.clear();
  EXPECT_NE(problems("white_sending.xsd", encode_sending(it, cipher, cipher)), "");
}

TEST(WhiteMessages, OnlyTheOutcomeDecidesOnASending) {
  const auto accepted = decode_sending(
      sent("<nrbe>RB0000000001</nrbe><pinNrbe>1234</pinNrbe>"
           "<codEsitoInserimento>0001</codEsitoInserimento>"
           "<elenco><ErroreRicetta><codEsito>1208</codEsito><esito>x</esito>"
           "<identificativoProdPrest>B</identificativoProdPrest></ErroreRicetta></elenco>"
           "<pdfPromemoria>%%%</pdfPromemoria>"),
      {"A", "B"});
  EXPECT_EQ(accepted.outcome, Outcome::accepted);
  EXPECT_EQ(accepted.white_number, "RB0000000001");
  EXPECT_EQ(accepted.white_pin, "1234");
  EXPECT_EQ(accepted.reasons.at(0).line, 2);
  EXPECT_FALSE(accepted.reasons.at(0).blocking);
  EXPECT_TRUE(accepted.promemoria.empty());
  const auto refused = decode_sending(sent("<codEsitoInserimento>9999</codEsitoInserimento>"), {});
  EXPECT_EQ(refused.outcome, Outcome::refused);
}

TEST(WhiteMessages, AnAnswerThatSaysNeitherIsUnexpected) {
  for (const char* members :
       {"", "<codEsitoInserimento>0000</codEsitoInserimento>",
        "<nrbe>RB0000000001</nrbe><codEsitoInserimento>7</codEsitoInserimento>",
        "<nrbe>RB1</nrbe><codEsitoInserimento>0000</codEsitoInserimento>",
        "<nrbe>RB0000000001</nrbe><pinNrbe>123456</pinNrbe>"
        "<codEsitoInserimento>0000</codEsitoInserimento>"}) {
    EXPECT_EQ(code_of([&] { decode_sending(sent(members), {}); }), "answer-unexpected") << members;
  }
  EXPECT_EQ(code_of([&] { decode_sending(answer("<altro/>"), {}); }), "answer-unexpected");
  EXPECT_EQ(code_of([&] { decode_view(answer("")); }), "answer-unexpected");
  EXPECT_EQ(code_of([&] { decode_cancellation(answer("<altro/>")); }), "answer-unexpected");
}

TEST(WhiteMessages, AViewTellsOneSeveralOrNone) {
  const std::string good = "<codEsitoVisualizzazione>0000</codEsitoVisualizzazione>";
  const std::string one =
      "<nrbe>RB0000000001</nrbe><pinNrbe>12345</pinNrbe>"
      "<dataCompilazione>2026-11-25 10:00:00</dataCompilazione><statoProcesso>3</statoProcesso>"
      "<dettaglioPrescrizioneRicettaBianca><codProdPrest>A</codProdPrest>"
      "</dettaglioPrescrizioneRicettaBianca><dettaglioPrescrizioneRicettaBianca>"
      "<codGruppoEquival>G</codGruppoEquival></dettaglioPrescrizioneRicettaBianca>";
  const View single = decode_view(seen(good + one));
  ASSERT_EQ(single.held.size(), 1u);
  EXPECT_EQ(single.held[0].products, (std::vector<std::string>{"A", "G"}));
  EXPECT_EQ(single.held[0].state, state_to_dispense);
  EXPECT_EQ(decode_view(seen(good + "<ricettaBianca>" + one + "</ricettaBianca><ricettaBianca>" +
                             one + "</ricettaBianca>"))
                .held.size(),
            2u);
  const View nothing = decode_view(seen(good));
  EXPECT_TRUE(nothing.held.empty());
  EXPECT_FALSE(nothing.absent) << "it does not say that there is none";
  const auto refused = [](const char* code) {
    return std::string(
               "<codEsitoVisualizzazione>9999</codEsitoVisualizzazione><erroreRicetta>"
               "<codEsito>") +
           code + "</codEsito></erroreRicetta>";
  };
  EXPECT_TRUE(decode_view(seen(refused("5005"))).absent);
  EXPECT_FALSE(decode_view(seen(refused("1125"))).absent);
}

TEST(WhiteMessages, EndlessNestingIsNotFollowed) {
  std::string open, close;
  for (int i = 0; i < 100; ++i) {
    open += "<a>";
    close += "</a>";
  }
  EXPECT_EQ(code_of([&] {
              decode_sending(sent(open + "<codEsitoInserimento>9999</codEsitoInserimento>" + close),
                             {});
            }),
            "answer-unexpected");
}

TEST(WhiteRules, WhatMayNeverGoIsRefusedBeforeItIsSent) {
  EXPECT_TRUE(refusals(sample()).empty());
  const auto spoiled = [](auto&& change) {
    Recipe it = sample();
    change(it);
    return refusals(it);
  };
  const auto code = [](const char* it) { return std::vector<std::string>{it}; };
  EXPECT_EQ(spoiled([](Recipe& it) { it.lines.clear(); }), code("lines-missing"));
  EXPECT_EQ(spoiled([](Recipe& it) {
              it.lines.push_back(it.lines[0]);
              it.lines[1].repeatable = false;
            }),
            code("white-mixed"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.patient.fiscal_code = FiscalCode(); }),
            code("patient-code-missing"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.lines[0].aic.clear(); }), code("white-galenic"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.lines[0].never_electronic = true; }),
            code("white-narcotic"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.lines[0].quantity = 0; }), code("quantity-out-of-range"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.lines[0].quantity = 100; }), code("quantity-out-of-range"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.holder.register_number.clear(); }),
            code("white-letterhead-missing"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.holder.phone.clear(); }), code("white-letterhead-missing"));
  EXPECT_EQ(spoiled([](Recipe& it) { it.holder.address.clear(); }),
            code("white-letterhead-missing"));
}

}  // namespace curante::sac::white
