// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include "curante/error.hpp"
#include "curante/testing/caller.hpp"
#include "dpcm/invia_file.hpp"
#include "dpcm/ricette_mir.hpp"
#include "dpcm/stato_invii.hpp"
#include "dpcm/zip_file.hpp"
#include "recipe_kinds.hpp"
#include "soap/xml_document.hpp"

namespace curante::sac {
namespace {

using red_recipe_channel::Entry;
using red_recipe_channel::FileState;
using red_recipe_channel::Outcome;

Entry printed(const std::string& code = "120261234567004") {
  Entry entry;
  entry.code = code;
  auto& recipe = entry.recipe;
  recipe.holder.fiscal_code = PrescriberCode("FBBGLI74C52H501K");
  recipe.patient.fiscal_code = FiscalCode("PNIMRA70A01H501P");
  recipe.patient.province = "RM";
  recipe.patient.asl_code = "201";
  recipe.exemption = "031";
  recipe.diagnosis_code = "401.9";
  recipe.diagnosis_text = "IPERTENSIONE «ESSENZIALE» & ALTRO\x01";
  recipe.written_at = "2026-09-30 16:44:16";
  recipe.suggested = true;
  auto& pack = recipe.lines.emplace_back();
  pack.aic = "012745093";
  pack.drug_text = "CARDIOASPIRIN 100 MG 30 CPR";
  pack.quantity = 2;
  pack.aifa_note = "13";
  auto& group = recipe.lines.emplace_back();
  group.group_code = "G3B";
  group.group_text = "LEVETIRACETAM 500MG 60 UNITA' USO ORALE";
  return entry;
}

std::string encoded(const std::vector<Entry>& entries) {
  return ricette_mir::encode(entries, "1201000001",
                             [](const std::string& plain) { return "<" + plain + ">"; });
}

std::string refused(const std::vector<Entry>& entries) {
  try {
    encoded(entries);
  } catch (const Error& e) {
    return e.code();
  }
  return "";
}

TEST(RedMessages, WhoIsInsuredAbroadIsNamedByTheirDocument) {
  for (const char* kind : {"EE", "UE", "NE", "NX"}) {
    Entry entry = printed();
    auto& recipe = entry.recipe;
    recipe.patient_kind = kind;
    recipe.foreign.emplace();
    recipe.foreign->state = "FR";
    recipe.foreign->card_number = "8025";
    for (const char* code : {"", "PNIMRA70A01H501P"}) {
      recipe.patient.fiscal_code = FiscalCode(code);
      const XmlDocument document(encoded({entry}));
      const XmlElement told = document.root().child("", "RicettaI");
      EXPECT_EQ(told.text("", "CodiceAss"), "") << kind << code;
      EXPECT_EQ(told.text("", "TipoRic"), kind);
      EXPECT_EQ(told.text("", "StatoEstero"), "FR");
      EXPECT_EQ(told.text("", "NumIdentTess"), "8025");
    }
  }
}

TEST(RedMessages, AFileHoldsRecipesInTheOrderThatItsReadersKnow) {
  Entry cancelled;
  cancelled.code = "120261234567015";
  cancelled.cancelled_in = "00000000000000042";
  const XmlDocument document(encoded({cancelled, printed()}));
  const XmlElement root = document.root();
  EXPECT_EQ(root.name(), "RicetteMIR");
  const XmlElement head = root.child("", "Testata");
  EXPECT_EQ(head.text("", "PinCode"), "<1201000001>");
  EXPECT_EQ(head.text("", "TipoInvio"), "RPS");
  const XmlElement recipe = root.child("", "RicettaI");
  EXPECT_EQ(recipe.text("", "Bar1"), "12026");
  EXPECT_EQ(recipe.text("", "Bar2"), "1234567004");
  EXPECT_EQ(recipe.text("", "CodiceAss"), "<PNIMRA70A01H501P>");
  EXPECT_EQ(recipe.text("", "TipoPrescrizione"), "F");
  EXPECT_EQ(recipe.text("", "CodEsenzione"), "031");
  EXPECT_EQ(recipe.text("", "NonEsente"), "");
  EXPECT_EQ(recipe.text("", "DescrizioneDiagnosi"), "IPERTENSIONE «ESSENZIALE» & ALTRO");
  EXPECT_EQ(recipe.text("", "TotPezzi"), "3");
  EXPECT_EQ(recipe.text("", "DataCompilazione"), "2026-09-30");
  EXPECT_EQ(recipe.text("", "IndicazionePresc"), "S");
  EXPECT_EQ(recipe.text("", "Ricetta2"), "FBBGLI74C52H501K");
  const auto lines = recipe.children("", "Prescrizione");
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].text("", "CodProdPrest"), "012745093");
  EXPECT_EQ(lines[0].text("", "NotaProd"), "13");
  EXPECT_EQ(lines[1].text("", "CodProdPrest"), "G3B");
  const XmlElement void_one = root.child("", "RicettaC");
  EXPECT_EQ(void_one.text("", "Bar2"), "1234567015");
  EXPECT_EQ(void_one.text("", "ProtocolloSAC"), "00000000000000042");
}

TEST(RedMessages, OfASubstitutesRecipeTheHolderIsNamed) {
  Entry entry = printed();
  entry.recipe.substitute.emplace().fiscal_code = PrescriberCode("CNTPLA80A41H501P");
  const std::string file = encoded({entry});
  const XmlDocument document(file);
  EXPECT_EQ(document.root().child("", "RicettaI").text("", "Ricetta2"), "FBBGLI74C52H501K");
  // Who sends it is told by the access that it is sent with.
  EXPECT_EQ(file.find("CNTPLA80A41H501P"), std::string::npos);
}

TEST(RedMessages, AHospitalStayIsSaidWhereASuggestionIs) {
  Entry entry = printed();
  entry.recipe.suggested = false;
  entry.recipe.hospital_stay = true;
  const XmlDocument document(encoded({entry}));
  EXPECT_EQ(document.root().child("", "RicettaI").text("", "IndicazionePresc"), "H");
}

TEST(RedMessages, ServicesAndPersonsInsuredAbroadAreSaid) {
  Entry entry = printed();
  auto& recipe = entry.recipe;
  recipe.kind = recipe_transmitter::RecipeKind::services;
  recipe.priority = "D";
  recipe.patient_kind = "UE";
  recipe_transmitter::ForeignCover cover;
  cover.state = "DE";
  cover.birth_date = Date::parse("1970-01-02");
  recipe.foreign = cover;
  recipe.lines.resize(1);
  recipe.lines[0].service_code = "89.7A.3";
  recipe.lines[0].service_text = "PRIMA VISITA CARDIOLOGICA";
  const XmlDocument document(encoded({entry}));
  const XmlElement said = document.root().child("", "RicettaI");
  EXPECT_EQ(said.text("", "TipoPrescrizione"), "P");
  EXPECT_EQ(said.text("", "ClassePriorita"), "D");
  EXPECT_EQ(said.text("", "TipoRic"), "UE");
  EXPECT_EQ(said.text("", "StatoEstero"), "DE");
  EXPECT_EQ(said.text("", "DataNascitaEstero"), "1970-01-02");
  EXPECT_EQ(said.child("", "Prescrizione").text("", "CodProdPrest"), "89.7A.3");
}

/// What a file tells of each kind, row by row: nothing of what the electronic recipe tells is lost
/// where the file has a field, or words, for it.
TEST(RedMessages, EachKindIsToldAsItWasPrescribed) {
  for (const auto& kind : recipe_kinds()) {
    Entry entry = printed();
    entry.recipe.lines.resize(1);
    kind.make(entry.recipe);
    const auto& recipe = entry.recipe;
    const bool services = recipe.kind == recipe_transmitter::RecipeKind::services;
    const XmlDocument document(encoded({entry}));
    const XmlElement told = document.root().child("", "RicettaI");
    EXPECT_EQ(told.text("", "TipoPrescrizione"), services ? "P" : "F") << kind.name;
    EXPECT_EQ(told.text("", "TipoRic"), recipe.patient_kind) << kind.name;
    EXPECT_EQ(told.text("", "ClassePriorita"), recipe.priority) << kind.name;
    EXPECT_EQ(told.text("", "DescrizioneDiagnosi").substr(0, 5), recipe.diagnosis_text.substr(0, 5))
        << kind.name;
    const auto rows = told.children("", "Prescrizione");
    ASSERT_EQ(rows.size(), recipe.lines.size()) << kind.name;
    int32_t pieces = 0;
    for (size_t i = 0; i < rows.size(); ++i) {
      const auto& line = recipe.lines[i];
      EXPECT_EQ(rows[i].text("", "CodProdPrest"), services ? line.service_code : line.aic);
      EXPECT_EQ(rows[i].text("", "Quantita"), std::to_string(line.quantity)) << kind.name;
      const std::string said = rows[i].text("", "DescrProdPrest");
      EXPECT_TRUE(said.starts_with(services ? line.service_text : line.drug_text)) << said;
      EXPECT_EQ(said.find("PRIMO ACCESSO") != std::string::npos, line.first_access) << said;
      EXPECT_EQ(said.find("TELEVISITA") != std::string::npos, line.televisit) << said;
      const std::string sessions = "N. SEDUTE " + std::to_string(line.sessions);
      EXPECT_EQ(said.find(sessions) != std::string::npos, line.sessions > 0) << said;
      pieces += line.quantity;
    }
    EXPECT_EQ(told.text("", "TotPezzi"), std::to_string(pieces)) << kind.name;
  }
}

TEST(RedMessages, WhatNoFileCanSayIsRefused) {
  EXPECT_EQ(refused({}), "red-batch-invalid");
  EXPECT_EQ(refused({printed(), printed()}), "red-batch-invalid");
  EXPECT_EQ(refused({printed("12026123456700")}), "red-batch-invalid");
  EXPECT_EQ(refused({printed("12026123456700a")}), "red-batch-invalid");
  Entry empty = printed();
  empty.recipe.lines.clear();
  EXPECT_EQ(refused({empty}), "red-batch-invalid");
  EXPECT_EQ(refused(std::vector<Entry>(ricette_mir::most_entries + 1, printed())),
            "red-batch-invalid");
  EXPECT_EQ(refused({printed()}), "");
}

TEST(RedMessages, AZippedFileComesOutAsItWentIn) {
  const std::string content = encoded({printed()});
  const std::string zip = zip_of("MIR_1.xml", content);
  archive* reader = archive_read_new();
  archive_read_support_format_zip(reader);
  ASSERT_EQ(archive_read_open_memory(reader, zip.data(), zip.size()), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  ASSERT_EQ(archive_read_next_header(reader, &entry), ARCHIVE_OK);
  EXPECT_STREQ(archive_entry_pathname(entry), "MIR_1.xml");
  std::string read(content.size() + 1, '\0');
  EXPECT_EQ(archive_read_data(reader, read.data(), read.size()),
            static_cast<la_ssize_t>(content.size()));
  EXPECT_EQ(read.substr(0, content.size()), content);
  archive_read_free(reader);
}

TEST(RedMessages, AFileThatCannotBeZippedIsNotSent) {
  // There is no room for such a name beside the content.
  EXPECT_EQ(curante::testing::code_of([] { zip_of(std::string(20'000, 'n'), ""); }), "zip-failed");
}

SoapAnswer answer(const std::string& body) {
  return SoapAnswer("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" +
                    body + "</s:Body></s:Envelope>");
}

std::string receipt(const std::string& code, const std::string& protocol) {
  return "<t:ricevuta xmlns:t=\"urn:attachment.ws.it\"><protocolloSAC>" + protocol +
         "</protocolloSAC><dataAccoglienza>2026-09-30 17:00:00</dataAccoglienza>"
         "<nomeFileAllegato>a.zip</nomeFileAllegato><dimensioneFileAllegato>9</"
         "dimensioneFileAllegato>"
         "<codiceEsito>" +
         code + "</codiceEsito><descrizioneEsito>File accolto</descrizioneEsito></t:ricevuta>";
}

TEST(RedMessages, AReceiptHasAProtocolOrIsNone) {
  const auto taken = invia_file::decode(answer(receipt("000", "42")));
  EXPECT_EQ(taken.outcome, Outcome::accepted);
  EXPECT_EQ(taken.protocol, "42");
  EXPECT_EQ(taken.received_at, "2026-09-30 17:00:00");
  EXPECT_EQ(invia_file::decode(answer(receipt("003", ""))).outcome, Outcome::refused);
  EXPECT_THROW(invia_file::decode(answer(receipt("000", ""))), Error);
  EXPECT_THROW(invia_file::decode(answer(receipt("", "42"))), Error);
  EXPECT_THROW(invia_file::decode(answer("<other/>")), Error);
}

TEST(RedMessages, TheFiveAnswersAreKnownByTheirWords) {
  EXPECT_EQ(stato_invii::state_of("File in attesa di elaborazione"), FileState::waiting);
  EXPECT_EQ(stato_invii::state_of("File elaborato correttamente e privo di errori"),
            FileState::clean);
  EXPECT_EQ(stato_invii::state_of("FILE ELABORATO CORRETTAMENTE CON PRESENZA DI WARNING"),
            FileState::warnings);
  EXPECT_EQ(stato_invii::state_of("File elaborato correttamente con presenza di errori scartanti"),
            FileState::errors);
  EXPECT_EQ(stato_invii::state_of("File completamente scartato"), FileState::discarded);
  EXPECT_EQ(stato_invii::state_of("File archiviato"), FileState::unknown);
}

TEST(RedMessages, OutcomesAreReadWhateverTheirNamespace) {
  const auto recipes = stato_invii::decode_recipes(answer(
      "<x:VisualizzaElencoStatoRicetteResponse xmlns:x=\"urn:any\"><x:return><isOperazioneValida>"
      "true</isOperazioneValida><x:records><codRicetta>120261234567004</codRicetta>"
      "<protocolloSac>42</protocolloSac><errori><codice>R001</codice><descrizione>gia' presente"
      "</descrizione></errori></x:records><records><codRicetta>120261234567015</codRicetta>"
      "</records></x:return></x:VisualizzaElencoStatoRicetteResponse>"));
  ASSERT_EQ(recipes.size(), 2u);
  ASSERT_EQ(recipes[0].remarks.size(), 1u);
  EXPECT_EQ(recipes[0].remarks[0].code, "R001");
  EXPECT_TRUE(recipes[1].remarks.empty());
}

TEST(RedMessages, AnAnswerThatSaysNoIsAnError) {
  const auto refuse = [](const std::string& body) {
    try {
      stato_invii::decode_files(answer(body));
    } catch (const Error& e) {
      return e.code();
    }
    return std::string();
  };
  EXPECT_EQ(refuse("<VisualizzaElencoStatoInvii><isOperazioneValida>false</isOperazioneValida>"
                   "<descrizioneMessaggio>no</descrizioneMessaggio></VisualizzaElencoStatoInvii>"),
            "service-refused");
  EXPECT_EQ(refuse("<other/>"), "answer-unexpected");
  EXPECT_EQ(refuse("<VisualizzaElencoStatoInvii><records/></VisualizzaElencoStatoInvii>"),
            "answer-unexpected");
}

}  // namespace
}  // namespace curante::sac
