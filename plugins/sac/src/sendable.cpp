// SPDX-License-Identifier: Apache-2.0
#include "sendable.hpp"

#include <algorithm>
#include <iterator>

#include "rules/patient_identity.hpp"
#include "soap/prescribed_row.hpp"
#include "told.hpp"

namespace curante::sac {

namespace {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeKind;
using recipe_transmitter::RecipeLine;

constexpr size_t most_lines = 8;
constexpr std::string_view seafarers[] = {"NA", "ND"};

template <class List>
bool among(const List& list, const std::string& kind) {
  return std::find(std::begin(list), std::end(list), kind) != std::end(list);
}

/// Collects what stands against a recipe.
class Objections {
 public:
  void when(bool bad, const char* code, const char* text, const char* advice, int32_t line = 0) {
    if (bad) receipt_.reasons.push_back({code, text, advice, line, true});
  }
  std::optional<Receipt> take() {
    if (receipt_.reasons.empty()) return std::nullopt;
    return std::move(receipt_);
  }

 private:
  Receipt receipt_ = bare(Outcome::refused);
};

/// Of text in UTF-8.
int64_t characters(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](unsigned char octet) { return (octet & 0xC0) != 0x80; });
}

void judge_service(Objections& say, const RecipeLine& line, int32_t number) {
  say.when(line.service_code.empty() || line.service_text.empty(), "service-missing",
           "la riga non ha il codice o la descrizione della prestazione",
           "scegliere la prestazione dal nomenclatore", number);
  say.when(
      line.sessions < 0 || line.sessions > invio_prescritto::most_sessions, "sessions-out-of-range",
      "un ciclo ha da 1 a 99 sedute", "correggere le sedute; per altri cicli aggiungere altre righe",
      number);
  say.when(line.sessions > 0 && line.quantity != 1, "cycle-quantity",
           "una prestazione ciclica ha quantità 1",
           "mettere 1 nella quantità e indicare le sedute; per altri cicli aggiungere altre righe",
           number);
  for (const std::string* note :
       {&line.lea_note, &line.lea_condition, &line.lea_appropriateness, &line.lea_pathology}) {
    say.when(characters(*note) > 10, "lea-note-too-long",
             "un'annotazione LEA ha al massimo 10 caratteri", "scriverne il codice", number);
  }
}

void judge_patient(Objections& say, const Recipe& recipe) {
  const bool abroad = recipe_transmitter::insured_abroad(recipe.patient_kind);
  say.when(recipe.patient.fiscal_code.empty() && !abroad, "patient-code-missing",
           "il paziente non ha il codice fiscale",
           "scriverlo nell'anagrafica, o il codice STP o ENI; di chi è assicurato all'estero "
           "indicare il tipo di assistito e i dati della tessera");
  say.when(abroad && !recipe_transmitter::named_by_document(recipe), "foreign-cover-missing",
           "mancano i dati della tessera dell'assicurato estero",
           "ricopiare stato, istituzione e numeri dalla tessera TEAM; del tipo NX basta la tessera "
           "SASN");
  say.when(!abroad && recipe.foreign.has_value(), "foreign-cover-unexpected",
           "i dati dell'assicurato estero vanno soltanto con i tipi EE, UE, NE e NX",
           "scegliere il tipo di assistito o togliere i dati della tessera");
  say.when(among(seafarers, recipe.patient_kind) && recipe.sasn_card.empty(), "sasn-card-missing",
           "manca il numero della tessera SASN", "ricopiarlo dalla tessera del navigante");
}

}  // namespace

std::optional<Receipt> unsendable(const Recipe& recipe) {
  Objections say;
  const bool services = recipe.kind == RecipeKind::services;
  say.when(recipe.kind == RecipeKind::white, "kind-unsupported",
           "la ricetta bianca non passa da questo servizio", "stamparla su carta");
  say.when(recipe.lines.empty(), "lines-missing", "la ricetta non ha righe",
           "aggiungere almeno un farmaco o una prestazione");
  say.when(recipe.lines.size() > most_lines, "lines-too-many", "una ricetta ha al massimo 8 righe",
           "dividerle su più ricette");
  say.when(services && recipe.diagnosis_code.empty() && recipe.diagnosis_text.empty(),
           "diagnosis-missing", "manca la diagnosi o il quesito diagnostico",
           "indicarne il codice o il testo");
  judge_patient(say, recipe);
  int32_t number = 0;
  for (const RecipeLine& line : recipe.lines) {
    ++number;
    say.when(line.quantity < 1 || line.quantity > 9, "quantity-out-of-range",
             services ? "la quantità di una prestazione va da 1 a 9"
                      : "la quantità di una riga va da 1 a 9 confezioni",
             services ? "dividere le prestazioni su più ricette"
                      : "dividere le confezioni su più ricette",
             number);
    if (services) judge_service(say, line, number);
  }
  return say.take();
}

}  // namespace curante::sac
