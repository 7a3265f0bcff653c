// SPDX-License-Identifier: Apache-2.0
#include "promemoria_text.hpp"

#include "documents_tables.hpp"
#include "not_replaceable.hpp"
#include "printed_text.hpp"
#include "rules/patient_kind.hpp"
#include "rules/service_performance.hpp"
#include "sha256.hpp"

namespace curante::documents {
namespace {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using recipe_transmitter::RecipeLine;

/// A service as the SAC prints it; what tells how it is to be performed stands under it.
PromemoriaLine service_text(const RecipeLine& line) {
  PromemoriaLine out;
  out.text = joined(line.service_code, " - ", line.service_text);
  const auto add = [&](const std::string& text) { out.remark = joined(out.remark, " - ", text); };
  if (!line.catalogue_code.empty()) add("CODICE CATALOGO " + line.catalogue_code);
  add(recipe_transmitter::how_performed(line));
  add(line.notes);
  out.quantity = line.quantity;
  return out;
}

PromemoriaLine line_text(const RecipeLine& line) {
  if (!line.service_code.empty()) return service_text(line);
  PromemoriaLine out;
  // By active substance the equivalence group is what is prescribed; a pack, when its AIC stands
  // there.
  out.text = line.aic.empty() ? joined(line.group_code, " - ", line.group_text)
                              : joined(line.aic, " - ", line.drug_text);
  // In small print on one row: the dose must not be squeezed out by words that its code says too.
  constexpr size_t one_row = 150;
  out.remark = not_replaceable_text(line);
  if (out.remark.size() + line.posology.size() > one_row) out.remark = not_replaceable_code(line);
  out.remark = joined(out.remark, " - ", line.posology);
  out.quantity = line.quantity;
  out.aifa_note = line.aifa_note;
  return out;
}

std::string doctor_name(const Recipe& recipe, const Receipt& receipt) {
  if (!receipt.doctor_name.empty()) return receipt.doctor_name;
  const auto full = [](const accounts::Doctor& doctor) {
    return joined(doctor.last_name, " ", doctor.first_name);
  };
  if (!recipe.substitute) return full(recipe.holder);
  return full(recipe.holder) + " (sostituto: " + full(*recipe.substitute) + ")";
}

std::string exemption(const Recipe& recipe) {
  if (!recipe.exemption.empty()) return recipe.exemption;
  return recipe.exempt_for_income ? "ESENTE PER REDDITO" : "NON ESENTE";
}

/// "Assist.SSN", or the patient's kind as the SAC knows it.
std::string recipe_type(const Recipe& recipe) {
  const std::string kind = kind_of_patient(recipe);
  return kind.empty() ? "Assist.SSN" : kind;
}

void demand_accepted(const Recipe& recipe, const Receipt& receipt) {
  if (receipt.outcome != Outcome::accepted || receipt.nre.empty()) {
    throw Error("recipe-not-accepted",
                "il promemoria si stampa solo per una ricetta accettata, con il suo NRE",
                "attendere la risposta del servizio, o correggere e inviare di nuovo la ricetta");
  }
  if (recipe.lines.empty() || recipe.lines.size() > PromemoriaPage::max_lines) {
    throw Error("promemoria-incomplete", "una ricetta ha da una a otto righe",
                "dividere la prescrizione in più ricette");
  }
  for (const RecipeLine& line : recipe.lines) {
    if (line.quantity >= 1 && !line_text(line).text.empty()) continue;
    throw Error("promemoria-incomplete", "una riga della ricetta non dice che cosa o quanto",
                "verificare la ricetta in Gestione Studio");
  }
}

}  // namespace

PromemoriaLine prescribed_line(const Recipe& recipe, const RecipeLine& line) {
  PromemoriaLine out = line_text(line);
  if (!recipe.therapeutic_plan.empty()) {
    out.remark = joined("PIANO TERAPEUTICO " + recipe.therapeutic_plan, " - ", out.remark);
  }
  return out;
}

std::string insurance_text(const Recipe& recipe) {
  std::string out;
  const auto add = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) out = joined(out, " - ", std::string(label) + value);
  };
  if (recipe.foreign) {
    const auto& it = *recipe.foreign;
    add("ASSICURATO ESTERO: ", it.state);
    add("ISTITUZIONE: ", it.institution);
    add("N. PERSONALE: ", it.personal_number);
    add("N. TESSERA: ", it.card_number);
    if (it.birth_date) add("NATO IL ", italian_date(it.birth_date->iso()));
    if (it.card_until) add("SCADENZA ", italian_date(it.card_until->iso()));
  }
  add("TESSERA SASN: ", recipe.sasn_card);
  add("SOCIETA' DI NAVIGAZIONE: ", recipe.sasn_company);
  return out;
}

std::string region_title(std::string_view code) {
  for (const EmbeddedFile& file : embedded::documents_tables()) {
    std::string_view rest = file.content;
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      const size_t separator = line.find(';');
      if (separator != line.npos && line.substr(0, separator) == code) {
        return std::string(line.substr(separator + 1));
      }
    }
  }
  return "";
}

PromemoriaPage promemoria_text(const Recipe& recipe, const Receipt& receipt) {
  demand_accepted(recipe, receipt);
  PromemoriaPage page;
  page.region = region_title(recipe.holder.region_code);
  page.nre = receipt.nre.value();
  page.fiscal_code = recipe.patient.fiscal_code.value();
  page.obscured = recipe.obscured;
  if (!recipe.obscured) {
    page.patient_name = recipe.patient.full_name;
    page.street = recipe.patient.street;
    page.postal_code = recipe.patient.postal_code;
    page.municipality = recipe.patient.municipality;
    page.address_province = recipe.patient.province;
  }
  page.exemption = exemption(recipe);
  page.province = recipe.patient.province;
  page.asl_code = recipe.patient.asl_code;
  // Where the patient was seen has no place on it (PROTOCOLS 6.4, as the SAC prints it): tipoVisita
  // is sent, and of a seafarer the kind tells it.
  page.kind = recipe.hospital_stay ? "H" : recipe.suggested ? "S" : "";
  for (const RecipeLine& line : recipe.lines) page.lines.push_back(prescribed_line(recipe, line));
  page.diagnosis = joined(recipe.diagnosis_code, " - ", recipe.diagnosis_text);
  page.recipe_type = recipe_type(recipe);
  page.insurance = insurance_text(recipe);
  page.priority = recipe.priority;
  page.date = italian_date(recipe.written_at);
  page.doctor_code = recipe.holder.fiscal_code.value();
  page.doctor_name = doctor_name(recipe, receipt);
  page.authentication_code = receipt.authentication_code;
  page.regional_phrase = receipt.regional_phrase;
  page.created_at = iso_time(recipe.written_at);
  return page;
}

Bytes content_version(const PromemoriaPage& page, const Bytes& service_file) {
  Sha256 hash;
  for (const std::string* text : {&page.region,
                                  &page.nre,
                                  &page.fiscal_code,
                                  &page.patient_name,
                                  &page.street,
                                  &page.postal_code,
                                  &page.municipality,
                                  &page.address_province,
                                  &page.exemption,
                                  &page.province,
                                  &page.asl_code,
                                  &page.regional_provisions,
                                  &page.kind,
                                  &page.other,
                                  &page.priority,
                                  &page.diagnosis,
                                  &page.recipe_type,
                                  &page.date,
                                  &page.doctor_code,
                                  &page.doctor_name,
                                  &page.authentication_code,
                                  &page.regional_phrase,
                                  &page.created_at}) {
    hash.field(*text);
  }
  hash.field(page.obscured ? "obscured" : "shown");
  // What was printed before it said so is printed anew.
  if (page.obscured) hash.field(obscured_statement);
  // Only where there is some: what was printed before it was known keeps its version.
  if (!page.insurance.empty()) hash.field(page.insurance);
  for (const PromemoriaLine& line : page.lines) {
    hash.field(line.text);
    hash.field(line.remark);
    hash.field(std::to_string(line.quantity));
    hash.field(line.aifa_note);
  }
  hash.octets(service_file.data(), service_file.size());
  return hash.value();
}

}  // namespace curante::documents
