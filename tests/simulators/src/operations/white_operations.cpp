// SPDX-License-Identifier: Apache-2.0
#include "operations/white_operations.hpp"

#include "operations/prescription_fields.hpp"
#include "operations/white_messages.hpp"
#include "operations/white_rules.hpp"
#include "state/switches.hpp"

namespace sistema_ts {
namespace {

constexpr std::string_view kRowName = "dettaglioPrescrizioneRicettaBianca";

std::vector<Fields> rows_of(const XmlElement& message) {
  std::vector<Fields> rows;
  for (const auto& child : message.children()) {
    if (child.name() == kRowName) rows.push_back(fields_of(child));
  }
  return rows;
}

WhiteRecipe accepted(const Call& call, const Fields& header, std::vector<Fields> rows,
                     std::string patient) {
  WhiteRecipe recipe;
  recipe.doctor = header["cfMedico"];
  recipe.patient = std::move(patient);
  recipe.compiled = header["dataCompilazione"];
  recipe.received = service_time(call.now);
  // Secrets are not kept: neither the pincode nor the encrypted patient's code.
  for (const auto& [name, value] : header.all()) {
    if (name != "pinCode" && name != "codicePaziente") recipe.header.put(name, value);
  }
  recipe.rows = std::move(rows);
  WhiteRecipes(call.database).accept(recipe);
  return recipe;
}

void write_recipe(XmlText& xml, const WhiteRecipe& recipe) {
  xml.leaf("nrbe", recipe.number).leaf("pinNrbe", recipe.pin);
  xml.leaf("protocolloTransazione", recipe.transaction).leaf("dataInserimento", recipe.received);
  xml.leaf("cfMedico", recipe.doctor).leaf("dataCompilazione", recipe.compiled);
  for (size_t i = 0; i < recipe.rows.size(); ++i) {
    xml.open(kRowName);
    for (const auto& [name, value] : recipe.rows[i].all()) xml.leaf_if_any("t:" + name, value);
    xml.leaf("t:statoPresc", std::to_string(recipe.state_of_row(i))).close();
  }
  xml.leaf("statoProcesso", std::to_string(recipe.state));
}

/// The recipes that a request names, and what stands against giving them.
struct Asked {
  std::vector<WhiteRecipe> recipes;
  Outcomes outcomes;
};

Asked asked_for(const Call& call, const Knowledge& knowledge) {
  const auto value = [&](std::string_view name) { return call.message.value(name); };
  require_pincode(knowledge, call.caller, value("pinCode"));
  const std::string patient = knowledge.key.decrypt(value("codicePaziente")).value_or("");
  const std::string number = value("nrbe"), pin = value("pinNrbe"), doctor = value("cfMedico");
  Asked asked;
  if (patient.empty()) {
    asked.outcomes.push_back(knowledge.outcomes("8012"));
    return asked;
  }
  if (number.empty() && pin.empty() && !Switches(call.database).on("white_view_by_patient")) {
    asked.outcomes.push_back(knowledge.outcomes("8029"));
    return asked;
  }
  for (WhiteRecipe& recipe : WhiteRecipes(call.database).all("", patient, pin)) {
    if (number.empty() || recipe.number == number) asked.recipes.push_back(std::move(recipe));
  }
  const size_t all = asked.recipes.size();
  std::erase_if(asked.recipes, [&](const WhiteRecipe& recipe) {
    return recipe.doctor != doctor || doctor != call.caller.fiscal_code;
  });
  if (asked.recipes.empty()) {
    asked.outcomes.push_back(knowledge.outcomes(all > 0 && !number.empty() ? "1125" : "5005"));
  }
  return asked;
}

}  // namespace

const Description& SendWhite::description() const {
  return white_sending();
}

Reply SendWhite::answer(const Call& call) const {
  const Fields header = fields_of(call.message);
  std::vector<Fields> rows = rows_of(call.message);
  require_pincode(knowledge_, call.caller, header["pinCode"]);
  const std::string patient = knowledge_.key.decrypt(header["codicePaziente"]).value_or("");
  const Outcomes outcomes = judge_white(header, rows, patient, call.caller, knowledge_.outcomes);
  const std::string code(header_code(outcomes));
  XmlText xml;
  open_white_answer(xml, "Invio");
  if (code == "9999") {
    xml.leaf("codEsitoInserimento", code);
    write_white_outcomes(xml, outcomes, rows);
    xml.close();
    return {xml.take(), "", outcomes.front().code};
  }
  const WhiteRecipe recipe = accepted(call, header, rows, patient);
  xml.leaf("nrbe", recipe.number).leaf("pinNrbe", recipe.pin);
  xml.leaf("protocolloTransazione", recipe.transaction).leaf("dataInserimento", recipe.received);
  xml.leaf("codEsitoInserimento", code);
  xml.leaf("nomeMedico", call.caller.name).leaf("cognomeMedico", call.caller.surname);
  xml.leaf("flagPromemoria", "1");
  write_white_outcomes(xml, outcomes, rows);
  xml.close();
  return {xml.take(), recipe.number, code};
}

const Description& ViewWhite::description() const {
  return white_view();
}

Reply ViewWhite::answer(const Call& call) const {
  const Asked asked = asked_for(call, knowledge_);
  const std::string code(header_code(asked.outcomes));
  XmlText xml;
  open_white_answer(xml, "Visualizza");
  if (asked.recipes.size() == 1) {
    write_recipe(xml, asked.recipes.front());
  } else {
    for (const auto& recipe : asked.recipes) {
      xml.open("ricettaBianca");
      write_recipe(xml, recipe);
      xml.close();
    }
  }
  xml.leaf("codEsitoVisualizzazione", code);
  write_white_outcomes(xml, asked.outcomes);
  xml.close();
  return {xml.take(), call.message.value("nrbe"),
          asked.outcomes.empty() ? code : asked.outcomes.front().code};
}

const Description& WithdrawWhite::description() const {
  return white_withdrawal();
}

Reply WithdrawWhite::answer(const Call& call) const {
  Asked asked = asked_for(call, knowledge_);
  if (asked.recipes.size() > 1) asked.outcomes.push_back(knowledge_.outcomes("8029"));
  if (asked.recipes.size() == 1) {
    const WhiteRecipe& recipe = asked.recipes.front();
    if (recipe.state != kToDispense) {
      asked.outcomes.push_back(knowledge_.outcomes("1120"));
    } else {
      WhiteRecipes(call.database).set_state(recipe.number, kAnnulled);
    }
  }
  const std::string code(header_code(asked.outcomes));
  XmlText xml;
  open_white_answer(xml, "Annulla");
  xml.leaf("nrbe", call.message.value("nrbe")).leaf("codEsitoAnnullamento", code);
  write_white_outcomes(xml, asked.outcomes);
  xml.close();
  return {xml.take(), call.message.value("nrbe"),
          asked.outcomes.empty() ? code : asked.outcomes.front().code};
}

}  // namespace sistema_ts
