// SPDX-License-Identifier: Apache-2.0
#include "operations/view_recipe.hpp"

#include <fmt/format.h>

#include "operations/prescription_fields.hpp"
#include "operations/receipt.hpp"
#include "state/recipe.hpp"

namespace sistema_ts {
namespace {

constexpr ElementRule kFields[] = {
    {.name = "pinCode", .least = 1, .type = "stringType"},
    {.name = "nre", .least = 1, .type = "nreType", .longest = 15},
    {.name = "cfMedico", .least = 1, .type = "cfMedicoType", .longest = 16},
};

constexpr Description kDescription{
    .name = "VisualizzaPrescritto",
    .path = "/DemRicettaPrescrittoServicesWeb/services/demVisualizzaPrescritto",
    .action = "http://visualizzaprescritto.wsdl.dem.sanita.finanze.it/VisualizzaPrescritto",
    .request = {"VisualizzaPrescrittoRichiesta",
                "http://visualizzaprescrittorichiesta.xsd.dem.sanita.finanze.it", kFields},
};

// Unlike its sisters this answer has the shared types as default namespace.
constexpr std::string_view kNamespaces =
    "xmlns:ns3=\"http://visualizzaprescrittorichiesta.xsd.dem.sanita.finanze.it\" "
    "xmlns=\"http://tipodati.xsd.dem.sanita.finanze.it\" "
    "xmlns:ns2=\"http://visualizzaprescrittoricevuta.xsd.dem.sanita.finanze.it\"";

std::string ns2(std::string_view name) {
  return "ns2:" + std::string(name);
}

std::string shown(const Recipe& recipe, std::string_view field, const Identity& holder) {
  if (field == "testata1") {
    return fmt::format("{}COGNOME_MEDICO={};NOME_MEDICO={}", recipe.header["testata1"],
                       holder.surname, holder.name);
  }
  if (field == "indirizzo" && recipe.header["indirizzo"].empty()) return "|||";
  return recipe.header[field];
}

void write_rows(XmlText& xml, const Recipe& recipe) {
  xml.open("ns2:ElencoDettagliPrescrizioni");
  for (const auto& row : recipe.rows) {
    xml.open("DettaglioPrescrizione");
    for (const auto& rule : prescription_row_rules()) {
      if (rule.name != "numsedute") xml.leaf_if_any(rule.name, row[rule.name]);
    }
    // Always there in what the real service gives back.
    xml.leaf("numsedute", row["numsedute"].empty() ? "0" : row["numsedute"]).close();
  }
  xml.close();
}

void write_recipe(XmlText& xml, const Recipe& recipe, const Identity& holder) {
  xml.leaf("ns2:nre", recipe.nre).leaf("ns2:cfMedico1", recipe.holder);
  xml.leaf_if_any("ns2:cfMedico2", recipe.substitute);
  for (const auto field : shown_header_fields()) {
    // The patient's code is never given back: the tag is there and empty.
    if (field == "codiceAss") {
      xml.leaf("ns2:codiceAss", "");
    } else {
      xml.leaf_if_any(ns2(field), shown(recipe, field, holder));
    }
  }
  write_rows(xml, recipe);
  xml.leaf("ns2:statoProcesso", std::to_string(recipe.state));
  xml.leaf("ns2:codAutenticazione", recipe.authentication);
  xml.leaf("ns2:dataInserimento", recipe.received);
}

}  // namespace

const Description& ViewRecipe::description() const {
  return kDescription;
}

Reply ViewRecipe::answer(const Call& call) const {
  require_pincode(knowledge_, call.caller, call.message.value("pinCode"));
  const std::string nre = call.message.value("nre");
  const std::string doctor = call.message.value("cfMedico");
  const auto recipe = Recipes(call.database).find(nre);

  Outcomes outcomes;
  if (!recipe) {
    outcomes.push_back(knowledge_.outcomes("5005"));
  } else if (doctor != call.caller.fiscal_code ||
             (doctor != recipe->holder && doctor != recipe->substitute)) {
    outcomes.push_back(knowledge_.outcomes("1125"));
  } else if (recipe->not_ssn) {
    outcomes.push_back(knowledge_.outcomes("5221"));
  }

  const std::string code(header_code(outcomes));
  const Prefixes prefixes{"ns2:", ""};
  XmlText xml;
  xml.open("ns2:VisualizzaPrescrittoRicevuta", kNamespaces);
  if (code == "9999") {
    xml.leaf("ns2:nre", nre);
  } else {
    write_recipe(xml, *recipe, *knowledge_.identities.by_fiscal_code(recipe->holder));
  }
  xml.leaf("ns2:codEsitoVisualizzazione", code);
  write_outcomes(xml, prefixes, outcomes);
  write_communications(xml, prefixes, {{"0200", "Nessuna comunicazione."}});
  xml.close();
  return {xml.take(), nre, outcomes.empty() ? code : outcomes.front().code};
}

}  // namespace sistema_ts
