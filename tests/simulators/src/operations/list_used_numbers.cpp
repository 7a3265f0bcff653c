// SPDX-License-Identifier: Apache-2.0
#include "operations/list_used_numbers.hpp"

#include <fmt/format.h>

#include "operations/receipt.hpp"
#include "state/recipe.hpp"
#include "state/switches.hpp"

namespace sistema_ts {
namespace {

constexpr ElementRule date(std::string_view name) {
  return {.name = name, .type = "dataOraType", .shortest = 19, .longest = 19};
}

constexpr ElementRule kFields[] = {
    {.name = "pinCode", .least = 1, .type = "stringType"},
    {.name = "codRegione", .least = 1, .type = "codRegioneType", .shortest = 3, .longest = 3},
    {.name = "nre", .type = "nreType", .longest = 15},
    {.name = "codLotto", .type = "codLottoType", .shortest = 1, .longest = 13},
    {.name = "cfMedico", .least = 1, .type = "cfMedicoType", .longest = 16},
    {.name = "cfAssistito", .type = "cfMedicoType", .longest = 16},
    {.name = "tipoPrescr", .type = "tipoPrescType", .shortest = 1, .longest = 1},
    date("dataCompilazioneRicettaDal"),
    date("dataCompilazioneRicettaAl"),
};

constexpr Description kDescription{
    .name = "InterrogaNreUtilizzati",
    .path = "/DemRicettaInterrogazioniServicesWeb/services/demInterrogaNreUtilizzati",
    // "associati" is the service's own spelling.
    .action = "http://interroganreassociati.wsdl.dem.sanita.finanze.it/InterrogaNreUtilizzati",
    .request = {"InterrogaNreUtilRichiesta",
                "http://interroganreutilrichiesta.xsd.dem.sanita.finanze.it", kFields},
};

constexpr std::string_view kNamespaces =
    "xmlns:ns3=\"http://interroganreutilrichiesta.xsd.dem.sanita.finanze.it\" "
    "xmlns:ns2=\"http://tipodati.xsd.dem.sanita.finanze.it\" "
    "xmlns=\"http://interroganreutilricevuta.xsd.dem.sanita.finanze.it\"";

/// The real service shows the hour on a twelve-hour clock (16:46 as 04:46): a client must not
/// use it as a key, so the simulator shows it likewise.
std::string twelve_hour(std::string time) {
  const int hour = (time[11] - '0') * 10 + (time[12] - '0');
  const int shown = hour % 12 == 0 ? 12 : hour % 12;
  time[11] = static_cast<char>('0' + shown / 10);
  time[12] = static_cast<char>('0' + shown % 10);
  return time;
}

void write_record(XmlText& xml, const Recipe& recipe) {
  xml.open("ns2:NreUtilRecord").leaf("ns2:nre", recipe.nre).leaf("ns2:cfMedico", recipe.holder);
  xml.leaf("ns2:tipoPrescrizione", recipe.kind);
  xml.leaf("ns2:dataCompilazioneRicetta", twelve_hour(recipe.compiled));
  xml.leaf("ns2:cfAssistito", "").leaf("ns2:provenienza", "0").leaf("ns2:lotto", recipe.lot);
  xml.leaf("ns2:codAutenticazione", recipe.authentication).close();
}

}  // namespace

const Description& ListUsedNumbers::description() const {
  return kDescription;
}

Reply ListUsedNumbers::answer(const Call& call) const {
  const XmlElement& message = call.message;
  require_pincode(knowledge_, call.caller, message.value("pinCode"));
  const UsedQuery query{.nre = message.value("nre"),
                        .lot = message.value("codLotto"),
                        .holder = message.value("cfMedico"),
                        .asking = call.caller.fiscal_code,
                        .patient = message.value("cfAssistito"),
                        .kind = message.value("tipoPrescr"),
                        .from = message.value("dataCompilazioneRicettaDal"),
                        .to = message.value("dataCompilazioneRicettaAl"),
                        .region = message.value("codRegione"),
                        .late_ones = Switches(call.database).on("used_listed_at_once"),
                        .by_holder = Switches(call.database).on("used_listed_by_holder")};
  Outcomes outcomes;
  // The schema says optional, the real service refuses: PROTOCOLS 1.6.
  if (query.kind.empty()) outcomes.push_back(knowledge_.outcomes("1153"));
  if (query.nre.empty() && (query.from.empty() || query.to.empty())) {
    outcomes.push_back(knowledge_.outcomes("8025"));
  }
  std::vector<Recipe> used;
  if (outcomes.empty()) {
    used = Recipes(call.database).used(query);
    if (used.empty() && !query.nre.empty()) outcomes.push_back(knowledge_.outcomes("5005"));
  }

  const Prefixes prefixes{"", "ns2:"};
  const std::string code(header_code(outcomes));
  XmlText xml;
  xml.open("InterrogaNreUtilRicevuta", kNamespaces);
  xml.leaf("codEsitoInterrogaNreUtilizzati", code);
  if (!used.empty()) {
    xml.open("ElencoNreUtilRecord");
    for (const auto& recipe : used) write_record(xml, recipe);
    xml.close();
  }
  write_outcomes(xml, prefixes, outcomes);
  write_communications(xml, prefixes, {{"0400", "Nessuna comunicazione."}});
  xml.close();
  return {xml.take(), query.nre, outcomes.empty() ? code : outcomes.front().code};
}

}  // namespace sistema_ts
