// SPDX-License-Identifier: Apache-2.0
#include "dpcm/ricette_mir.hpp"

#include <algorithm>
#include <set>

#include "dpcm/plain_writer.hpp"
#include "rules/patient_identity.hpp"
#include "rules/patient_kind.hpp"
#include "rules/service_performance.hpp"

namespace curante::sac::ricette_mir {
namespace {

using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeKind;
using recipe_transmitter::RecipeLine;
using red_recipe_channel::Entry;

[[noreturn]] void refuse(const std::string& why) {
  throw Error("red-batch-invalid", "le ricette rosse non si possono inviare: " + why,
              "avvisare l'assistenza: nulla è stato inviato");
}

/// 5 + 10 characters: the two bar codes of the form.
void write_code(PlainWriter& out, const std::string& code) {
  out.element("Bar1", code.substr(0, 5));
  out.element("Bar2", code.substr(5));
}

std::string iso(const std::optional<Date>& date) {
  return date ? date->iso() : "";
}

void write_cover(PlainWriter& out, const Recipe& recipe) {
  const auto cover = recipe.foreign.value_or(recipe_transmitter::ForeignCover{});
  out.element("StatoEstero", cover.state);
  out.element("IstituzCompetente", cover.institution);
  out.element("NumIdentPers", cover.personal_number);
  out.element("NumIdentTess", cover.card_number);
  out.element("DataNascitaEstero", iso(cover.birth_date));
  out.element("DataScadTessera", iso(cover.card_until));
}

/// PROTOCOLS 3.2 knows no field for sessions, first access or televisit: the description tells
/// them, as the form does. Quantita and TotPezzi count cycles, not sessions
/// (service_performance.hpp).
std::string described(const RecipeLine& service) {
  const std::string how = recipe_transmitter::how_performed(service);
  if (how.empty() || service.service_text.empty()) return service.service_text + how;
  return service.service_text + " - " + how;
}

void write_line(PlainWriter& out, const Recipe& recipe, const RecipeLine& line) {
  const bool service = recipe.kind == RecipeKind::services;
  const bool by_group = !service && line.aic.empty();
  out.begin("Prescrizione");
  out.element("CodProdPrest", service ? line.service_code : by_group ? line.group_code : line.aic);
  out.element("DescrProdPrest", service    ? described(line)
                                : by_group ? line.group_text
                                           : line.drug_text);
  out.element("NotaProd", line.aifa_note);
  out.element("Quantita", std::to_string(line.quantity));
  out.element("Prescrizione1", "");
  out.element("Prescrizione2", "");
  out.end();
}

int32_t pieces(const Recipe& recipe) {
  int32_t all = 0;
  for (const RecipeLine& line : recipe.lines) all += line.quantity;
  return all;
}

void write_insert(PlainWriter& out, const Entry& entry, const Encrypt& encrypt) {
  const Recipe& recipe = entry.recipe;
  out.begin("RicettaI");
  write_code(out, entry.code);
  out.element("Altro", "");
  out.element("NoteInvio", "");
  const std::string patient = recipe_transmitter::code_to_tell(recipe);
  out.element("CodiceAss", patient.empty() ? "" : encrypt(patient));
  out.element("TipoPrescrizione", recipe.kind == RecipeKind::services ? "P" : "F");
  out.element("CodEsenzione", recipe.exemption);
  out.element("NonEsente", recipe.exemption.empty() && !recipe.exempt_for_income ? "1" : "");
  out.element("Reddito", recipe.exempt_for_income ? "1" : "");
  out.element("CodiceDiagnosi", recipe.diagnosis_code);
  out.element("DescrizioneDiagnosi", recipe.diagnosis_text);
  out.element("TotPezzi", std::to_string(pieces(recipe)));
  out.element("TipoRic", kind_of_patient(recipe));
  out.element("DataCompilazione", recipe.written_at.substr(0, 10));
  out.element("TipoVisita", recipe.home_visit ? "D" : "A");
  out.element("DispReg", "");
  const bool resident = !recipe.patient.province.empty() && !recipe.patient.asl_code.empty();
  out.element("ProvAssistito", resident ? recipe.patient.province : "");
  out.element("AslAssistito", resident ? recipe.patient.asl_code : "");
  out.element("IndicazionePresc", recipe.hospital_stay ? "H" : recipe.suggested ? "S" : "");
  out.element("ClassePriorita", recipe.priority);
  write_cover(out, recipe);
  out.element("Ricetta1", "");
  // Which doctor a recipe is of, when a substitute sends it: Piemonte's clients put the code here.
  out.element("Ricetta2", recipe.holder.fiscal_code.value());
  for (const RecipeLine& line : recipe.lines) write_line(out, recipe, line);
  out.end();
}

void write_cancel(PlainWriter& out, const Entry& entry) {
  out.begin("RicettaC");
  write_code(out, entry.code);
  out.element("ProtocolloSAC", entry.cancelled_in);
  out.element("Ricetta1", "");
  out.element("Ricetta2", "");
  out.end();
}

void demand_sound(const std::vector<Entry>& entries) {
  if (entries.empty()) refuse("non ce n'è nessuna");
  if (entries.size() > most_entries) refuse("sono troppe per un solo invio");
  std::set<std::string> codes;
  for (const Entry& entry : entries) {
    const bool sound =
        entry.code.size() == 15 && std::all_of(entry.code.begin(), entry.code.end(), [](char c) {
          return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
        });
    if (!sound) refuse("un codice non ha 15 cifre e lettere maiuscole");
    if (!codes.insert(entry.code).second) refuse("un codice compare due volte");
    if (entry.cancelled_in.empty() && entry.recipe.lines.empty()) refuse("una è senza righe");
  }
}

}  // namespace

std::string encode(const std::vector<Entry>& entries, const std::string& pincode,
                   const Encrypt& encrypt) {
  demand_sound(entries);
  PlainWriter out("RicetteMIR");
  out.begin("Testata");
  out.element("PinCode", encrypt(pincode));
  out.element("TipoInvio", "RPS");  // on the SSN's pad
  out.element("Testata1", "");
  out.element("Testata2", "");
  out.end();
  for (const Entry& entry : entries) {
    if (entry.cancelled_in.empty()) write_insert(out, entry, encrypt);
  }
  for (const Entry& entry : entries) {
    if (!entry.cancelled_in.empty()) write_cancel(out, entry);
  }
  return out.finish();
}

}  // namespace curante::sac::ricette_mir
