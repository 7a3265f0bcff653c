// SPDX-License-Identifier: Apache-2.0
#include "operations/declare_substitution.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "operations/receipt.hpp"
#include "state/substitutions.hpp"
#include "xml/xml_text.hpp"

namespace sistema_ts {
namespace {

constexpr std::string_view kData =
    "http://tipodatidichiarazionesostituzionemedico.xsd.dem.sanita.finanze.it";

constexpr ElementRule sized(std::string_view name, std::string_view type, size_t least,
                            size_t shortest, size_t longest) {
  return {
      .name = name, .least = least, .type = type, .shortest = shortest, .longest = longest};
}

constexpr ElementRule kOption[] = {sized("chiave", "stringTypeMax300", 1, 1, 300),
                                   sized("valore", "stringTypeMax300", 1, 1, 300)};

constexpr ElementRule kFields[] = {
    {.name = "pinCode", .least = 1, .type = "stringType"},
    sized("pwd", "cfMedicoType", 1, 1, 16),
    sized("cfMedicoTitolare", "cfMedicoType", 1, 1, 16),
    sized("codRegione", "stringType3", 1, 3, 3),
    sized("codASLAo", "stringType3", 1, 3, 3),
    {.name = "codStruttura", .type = "stringType"},
    sized("codSpecializzazione", "stringType1", 1, 1, 1),
    sized("cfMedicoSostituto", "cfMedicoType", 1, 1, 16),
    sized("comunicazioneAsl", "stringType2", 0, 2, 2),
    sized("dataInizioSostituzione", "dataType", 1, 8, 8),
    sized("dataFineSostituzione", "dataType", 1, 8, 8),
    {.name = "nota", .type = "stringType"},
    {.name = "opzioni", .most = kNoLimit, .child_space = kData, .children = kOption},
};

constexpr Description kDescription{
    .name = "DichiarazioneSostituzione",
    .path = "/DemRicettaServiceMedicoWeb/services/invioDichiarazioneSostituzioneMedico",
    .action = "http://dichiarazionesostituzionemedico.wsdl.dem.sanita.finanze.it/"
              "DichiarazioneSostituzioneMedico",
    .request = {"DichiarazioneSostituzioneMedicoRichiesta",
                "http://dichiarazionesostituzionemedicorichiesta.xsd.dem.sanita.finanze.it",
                kFields},
};

constexpr std::string_view kNamespaces =
    "xmlns=\"http://dichiarazionesostituzionemedicoricevuta.xsd.dem.sanita.finanze.it\" "
    "xmlns:ns2=\"http://tipodatidichiarazionesostituzionemedico.xsd.dem.sanita.finanze.it\"";

/// ddmmyyyy as yyyy-mm-dd; nothing when it is no day.
std::optional<std::string> day_of(const std::string& text) {
  if (text.size() != 8 || text.find_first_not_of("0123456789") != std::string::npos) return {};
  const std::chrono::year_month_day day{std::chrono::year{std::stoi(text.substr(4))},
                                        std::chrono::month(std::stoul(text.substr(2, 2))),
                                        std::chrono::day(std::stoul(text.substr(0, 2)))};
  if (!day.ok()) return {};
  return text.substr(4) + "-" + text.substr(2, 2) + "-" + text.substr(0, 2);
}

/// The code of what is wrong, or nothing.
std::optional<std::string_view> problem_of(const Identities& identities, const Call& call,
                                           const Substitution& it) {
  if (it.holder != call.caller.fiscal_code) return "8017";
  if (call.caller.substitute) return "8018";
  if (call.message.value("codRegione") != call.caller.region) return "8015";
  const auto& units = call.caller.local_health_units;
  if (std::find(units.begin(), units.end(), call.message.value("codASLAo")) == units.end()) {
    return "1020";
  }
  if (call.message.value("codSpecializzazione") != call.caller.specialisation) return "8016";
  if (it.from.empty() || it.until.empty() || it.until < it.from) return "8040";
  if (identities.by_fiscal_code(it.substitute) == nullptr) return "8041";
  if (Substitutions(call.database).overlaps(it)) return "8042";
  return std::nullopt;
}

}  // namespace

const Description& DeclareSubstitution::description() const {
  return kDescription;
}

Reply DeclareSubstitution::answer(const Call& call) const {
  require_pincode(knowledge_, call.caller, call.message.value("pinCode"));
  const std::string received = service_time(call.now);
  const Substitution it{call.message.value("cfMedicoTitolare"),
                        call.message.value("cfMedicoSostituto"),
                        day_of(call.message.value("dataInizioSostituzione")).value_or(""),
                        day_of(call.message.value("dataFineSostituzione")).value_or(""),
                        call.message.value("comunicazioneAsl"),
                        received};
  const auto problem = problem_of(knowledge_.identities, call, it);
  if (!problem) Substitutions(call.database).add(it);
  const Outcome outcome = knowledge_.outcomes(problem.value_or("0000"));
  XmlText xml;
  xml.open("DichiarazioneSostituzioneMedicoRicevuta", kNamespaces);
  xml.leaf("codEsitoInserimento", problem ? "9999" : "0000");
  if (!problem) xml.leaf("dataInserimento", received);
  xml.open("ElencoErrori").open("ns2:Errore").leaf("ns2:codEsito", outcome.code);
  xml.leaf("ns2:esito", outcome.text).leaf("ns2:tipoErrore", problem ? "Bloccante" : "");
  xml.close().close().close();
  return {xml.take(), "", outcome.code};
}

}  // namespace sistema_ts
