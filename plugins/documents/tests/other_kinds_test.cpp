// SPDX-License-Identifier: Apache-2.0
// The promemoria of what is no ordinary drug recipe: services, and patients whom the SSN does not
// insure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "promemoria_printer.hpp"
#include "promemoria_text.hpp"
#include "rendered_pdf.hpp"
#include "sample_recipe.hpp"

namespace curante::documents {
namespace {

using recipe_transmitter::Recipe;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

RenderedPdf printed(const Recipe& recipe) {
  static PromemoriaPrinter printer;
  const PromemoriaPage page = promemoria_text(recipe, sample_receipt());
  return RenderedPdf(printer.print({&page, 1}));
}

Recipe services() {
  Recipe recipe = sample_recipe();
  recipe.kind = recipe_transmitter::RecipeKind::services;
  recipe.priority = "B";
  recipe.diagnosis_text = "Sospetta aritmia: quesito cardiologico";
  recipe.lines.clear();
  auto& visit = recipe.lines.emplace_back();
  visit.service_code = "89.7A.3";
  visit.service_text = "PRIMA VISITA CARDIOLOGICA";
  visit.catalogue_code = "L897A3";
  visit.first_access = true;
  visit.notes = "portare ECG precedenti";
  auto& cycle = recipe.lines.emplace_back();
  cycle.service_code = "93.11.A";
  cycle.service_text = "RIEDUCAZIONE MOTORIA INDIVIDUALE";
  cycle.sessions = 8;
  auto& remote = recipe.lines.emplace_back();
  remote.service_code = "89.01.3";
  remote.service_text = "VISITA CARDIOLOGICA DI CONTROLLO";
  remote.televisit = true;
  return recipe;
}

TEST(ServicesPromemoria, SaysPriorityQuestionAccessAndSessions) {
  const RenderedPdf pdf = printed(services());
  const std::string text = pdf.text();
  for (const char* part :
       {"89.7A.3 - PRIMA VISITA CARDIOLOGICA", "CODICE CATALOGO L897A3 - PRIMO ACCESSO",
        "portare ECG precedenti", "93.11.A - RIEDUCAZIONE MOTORIA INDIVIDUALE", "N. SEDUTE 8",
        "TELEVISITA", "PRIORITA' PRESCRIZIONE(U,B,D,P): B",
        "QUESITO DIAGNOSTICO: 345.9 - Sospetta aritmia: quesito cardiologico",
        "N.CONFEZIONI/PRESTAZIONI: 3"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(pdf.barcodes(203), UnorderedElementsAre("1200A", "4019294847", "PNIMRA70A01H501P"));
}

TEST(ForeignersPromemoria, SaysWhoInsures) {
  Recipe recipe = sample_recipe();
  recipe.patient_kind = "UE";
  recipe.patient.fiscal_code = FiscalCode();
  recipe.foreign.emplace();
  recipe.foreign->state = "FR";
  recipe.foreign->institution = "CPAM PARIS 75";
  recipe.foreign->personal_number = "1850575123456";
  recipe.foreign->card_number = "80250000012345678901";
  recipe.foreign->card_until = Date::parse("2028-06-30");
  const RenderedPdf pdf = printed(recipe);
  const std::string text = pdf.text();
  for (const char* part : {"TIPO RICETTA: UE", "ASSICURATO ESTERO: FR", "CPAM PARIS 75",
                           "1850575123456", "80250000012345678901", "SCADENZA 30/06/2028"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(pdf.barcodes(203), UnorderedElementsAre("1200A", "4019294847"));
}

TEST(ForeignersPromemoria, ASeafarersCardIsNamed) {
  Recipe recipe = sample_recipe();
  recipe.patient_kind = "NA";
  recipe.sasn_card = "SASN123";
  recipe.sasn_company = "TIRRENIA DI PROVA";
  const std::string text = printed(recipe).text();
  EXPECT_THAT(text, HasSubstr("TESSERA SASN: SASN123"));
  EXPECT_THAT(text, HasSubstr("TIRRENIA DI PROVA"));
  EXPECT_THAT(text, HasSubstr("TIPO RICETTA: NA"));
}

TEST(ForeignersPromemoria, NothingNewChangesTheVersionOfWhatWasPrinted) {
  // Documents are found again by this: an ordinary recipe must keep its version.
  const Recipe recipe = sample_recipe();
  Recipe insured = recipe;
  insured.sasn_card = "SASN123";
  EXPECT_NE(content_version(promemoria_text(recipe, sample_receipt()), {}),
            content_version(promemoria_text(insured, sample_receipt()), {}));
}

}  // namespace
}  // namespace curante::documents
