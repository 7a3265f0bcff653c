// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "recipe_transmitter.hpp"

namespace curante::conformance {

/// What the simulator of Sistema TS holds of a recipe, put back into the contract's words.
inline recipe_transmitter::Recipe recipe_held(const boost::json::object& held) {
  const auto field = [](const boost::json::object& of, const char* name) {
    const auto* it = of.if_contains(name);
    return it == nullptr ? std::string() : std::string(it->as_string());
  };
  const boost::json::object& header = held.at("header").as_object();
  const auto said = [&](const char* name) { return field(header, name); };
  recipe_transmitter::Recipe recipe;
  const bool services = said("tipoPrescrizione") == "P";
  recipe.kind =
      services ? recipe_transmitter::RecipeKind::services : recipe_transmitter::RecipeKind::drugs;
  recipe.priority = said("classePriorita");
  recipe.exemption = said("codEsenzione");
  recipe.exempt_for_income = said("reddito") == "1";
  const std::string plan = said("testata1");  // "PT=2026ABC123;"
  if (plan.starts_with("PT=")) recipe.therapeutic_plan = plan.substr(3, plan.size() - 4);
  recipe.patient_kind = said("tipoRic");
  recipe.sasn_card = said("numTessSasn");
  if (const std::string state = said("statoEstero"); !state.empty()) {
    recipe.foreign.emplace();
    recipe.foreign->state = state;
    recipe.foreign->card_number = said("numIdentTess");
  }
  recipe.diagnosis_code = said("codDiagnosi");
  recipe.diagnosis_text = said("descrizioneDiagnosi");
  recipe.suggested = said("indicazionePrescr") == "S";
  recipe.hospital_stay = said("indicazionePrescr") == "H";
  recipe.home_visit = said("tipoVisita") == "D";
  recipe.obscured = said("oscuramDati") == "1";
  for (const boost::json::value& row : held.at("rows").as_array()) {
    const auto cell = [&](const char* name) { return field(row.as_object(), name); };
    recipe_transmitter::RecipeLine& line = recipe.lines.emplace_back();
    (services ? line.service_code : line.aic) = cell("codProdPrest");
    line.group_code = cell("codGruppoEquival");
    line.quantity = std::stoi("0" + cell("quantita"));
    line.aifa_note = cell("notaProd");
    line.not_replaceable = cell("nonSost") == "1";
    line.not_replaceable_reason_code = cell("codMotivazione");
    line.posology = cell("motivazNote");
    line.catalogue_code = cell("codCatalogoPrescr");
    line.notes = cell("descrTestoLiberoNote");
    line.first_access = cell("tipoAccesso") == "1";
    line.other_access = cell("tipoAccesso") == "0";
    line.televisit = cell("prescrizione1") == "TV;";
    line.sessions = std::stoi("0" + cell("numsedute"));
    // What the field of one digit cannot say stands before the note (N.SEDUTE).
    if (constexpr std::string_view in_words = "N. SEDUTE "; line.notes.starts_with(in_words)) {
      size_t digits = 0;
      line.sessions = std::stoi(line.notes.substr(in_words.size()), &digits);
      const std::string rest = line.notes.substr(in_words.size() + digits);
      line.notes = rest.starts_with(" - ") ? rest.substr(3) : rest;
    }
    line.lea_note = cell("numeroNota");
    line.lea_condition = cell("condErogabilita");
    line.lea_appropriateness = cell("approprPrescrittiva");
    line.lea_pathology = cell("patologia");
  }
  return recipe;
}

}  // namespace curante::conformance
