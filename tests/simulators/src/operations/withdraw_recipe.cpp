// SPDX-License-Identifier: Apache-2.0
#include "operations/withdraw_recipe.hpp"

#include <fmt/format.h>

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
    .name = "AnnullaPrescritto",
    .path = "/DemRicettaPrescrittoServicesWeb/services/demAnnullaPrescritto",
    .action = "http://annullaprescritto.wsdl.dem.sanita.finanze.it/AnnullaPrescritto",
    .request = {"AnnullaPrescrittoRichiesta",
                "http://annullaprescrittorichiesta.xsd.dem.sanita.finanze.it", kFields},
};

constexpr std::string_view kNamespaces =
    "xmlns:ns3=\"http://annullaprescrittorichiesta.xsd.dem.sanita.finanze.it\" "
    "xmlns:ns2=\"http://tipodati.xsd.dem.sanita.finanze.it\" "
    "xmlns=\"http://annullaprescrittoricevuta.xsd.dem.sanita.finanze.it\"";

}  // namespace

const Description& WithdrawRecipe::description() const {
  return kDescription;
}

Reply WithdrawRecipe::answer(const Call& call) const {
  require_pincode(knowledge_, call.caller, call.message.value("pinCode"));
  const std::string nre = call.message.value("nre");
  const std::string doctor = call.message.value("cfMedico");

  Recipes recipes(call.database);
  const auto recipe = recipes.find(nre);
  Outcomes outcomes;
  if (!recipe) {
    outcomes.push_back(knowledge_.outcomes("5005"));
  } else if (doctor != recipe->author() || doctor != call.caller.fiscal_code) {
    outcomes.push_back(knowledge_.outcomes("1125"));
  } else if (recipe->state != kToDispense) {
    outcomes.push_back(knowledge_.outcomes("1120"));
  } else {
    recipes.set_state(nre, kAnnulled, false);
  }

  const Prefixes prefixes{"", "ns2:"};
  const std::string code(header_code(outcomes));
  XmlText xml;
  xml.open("AnnullaPrescrittoRicevuta", kNamespaces);
  xml.leaf("nre", nre).leaf("codEsitoAnnullamento", code);
  write_outcomes(xml, prefixes, outcomes);
  write_communications(xml, prefixes, {{"0300", "Nessuna comunicazione."}});
  xml.close();
  return {xml.take(), nre, outcomes.empty() ? code : outcomes.front().code};
}

}  // namespace sistema_ts
