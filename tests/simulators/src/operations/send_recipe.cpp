// SPDX-License-Identifier: Apache-2.0
#include "operations/send_recipe.hpp"

#include <fmt/format.h>

#include <openssl/evp.h>

#include <iterator>
#include <optional>

#include "operations/prescription_fields.hpp"
#include "operations/prescription_rules.hpp"
#include "operations/receipt.hpp"
#include "print/promemoria.hpp"
#include "state/numbers.hpp"
#include "state/recipe.hpp"
#include "state/switches.hpp"

namespace sistema_ts {
namespace {

// Where the counter inside authentication codes begins, after the recorded exchanges' ones.
constexpr int64_t kFirstAuthentication = 50622841;

const Description& built_description() {
  static const Description description{
      .name = "InvioPrescritto",
      .path = "/DemRicettaPrescrittoServicesWeb/services/demInvioPrescritto",
      .action = "http://invioprescritto.wsdl.dem.sanita.finanze.it/InvioPrescritto",
      .request = {"InvioPrescrittoRichiesta",
                  "http://invioprescrittorichiesta.xsd.dem.sanita.finanze.it",
                  prescription_header_rules()},
  };
  return description;
}

constexpr std::string_view kNamespaces =
    "xmlns:ns3=\"http://invioprescrittorichiesta.xsd.dem.sanita.finanze.it\" "
    "xmlns:ns2=\"http://tipodati.xsd.dem.sanita.finanze.it\" "
    "xmlns=\"http://invioprescrittoricevuta.xsd.dem.sanita.finanze.it\"";

std::vector<Fields> rows_of(const XmlElement& message) {
  std::vector<Fields> rows;
  for (const auto& child : message.children()) {
    if (child.name() != "ElencoDettagliPrescrizioni") continue;
    for (const auto& row : child.children()) rows.push_back(fields_of(row));
  }
  return rows;
}

std::string to_base64(const std::string& bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(size));
  return text;
}

void append(Outcomes& all, const Outcomes& more) {
  all.insert(all.end(), more.begin(), more.end());
}

/// What is wrong with the number the doctor gave; nothing if the service is to assign one.
std::optional<std::string_view> number_problem(const Call& call, const std::string& nre,
                                               const std::string& holder) {
  if (nre.empty()) return std::nullopt;
  if (!Numbers::well_formed(nre)) return "8003";
  if (Recipes(call.database).find(nre)) {
    return Switches(call.database).on("number_used_known") ? "8001" : "8099";
  }
  const auto owner = Numbers(call.database).owner(nre);
  if (!owner) return "8002";
  if (*owner == holder) return std::nullopt;
  const bool own = *owner == call.caller.fiscal_code;
  if (!own || Switches(call.database).on("number_of_holder_only")) return "1125";
  return std::nullopt;
}

Recipe accepted(const Call& call, Fields header, std::vector<Fields> rows, std::string patient) {
  Numbers numbers(call.database);
  Recipe recipe;
  recipe.nre = header["nre"].empty() ? numbers.assign(header["codRegione"]) : header["nre"];
  recipe.holder = header["cfMedico1"];
  recipe.substitute = header["cfMedico2"];
  recipe.patient = std::move(patient);
  recipe.kind = header["tipoPrescrizione"];
  recipe.compiled = header["dataCompilazione"];
  recipe.received = service_time(call.now);
  recipe.authentication =
      fmt::format("{}{:013}", authentication_time(call.now),
                  next_count(call.database, "authentication", kFirstAuthentication));
  recipe.lot = Numbers::lot_of(recipe.nre);
  recipe.listed = Switches(call.database).on("used_listed_at_once");
  // Secrets are not kept: neither the pincode nor the encrypted patient's code.
  for (const auto& [name, value] : header.all()) {
    if (name != "pinCode" && name != "codiceAss") recipe.header.put(name, value);
  }
  recipe.rows = std::move(rows);
  return recipe;
}

Communications communications_for(const Identity& writer, const Region& region) {
  Communications all{{"0199", "COGNOME_MEDICO=" + writer.surname},
                     {"0198", "NOME_MEDICO=" + writer.name}};
  if (!region.phrase.empty()) all.emplace_back("0197", region.phrase);
  all.emplace_back("0100", "Nessuna comunicazione.");
  return all;
}

std::string refusal_text(const Outcomes& outcomes) {
  XmlText xml;
  xml.open("InvioPrescrittoRicevuta", kNamespaces).leaf("codEsitoInserimento", "9999");
  write_outcomes(xml, {"", "ns2:"}, outcomes);
  write_communications(xml, {"", "ns2:"}, {{"0100", "Nessuna comunicazione."}});
  xml.close();
  return xml.take();
}

}  // namespace

const Description& SendRecipe::description() const {
  return built_description();
}

Reply SendRecipe::answer(const Call& call) const {
  Fields header = fields_of(call.message);
  std::vector<Fields> rows = rows_of(call.message);
  require_pincode(knowledge_, call.caller, header["pinCode"]);
  const std::string patient = knowledge_.key.decrypt(header["codiceAss"]).value_or("");
  const std::string holder_code = header["cfMedico1"];

  const OutcomeTable& table = knowledge_.outcomes;
  Outcomes outcomes = judge_doctors(header, call.caller, knowledge_.identities, table);
  if (const auto problem = number_problem(call, header["nre"], holder_code)) {
    outcomes.push_back(table(*problem));
  }
  append(outcomes, judge_header(header, patient, table));
  append(outcomes, judge_rows(header["tipoPrescrizione"], rows, table));
  const std::string code(header_code(outcomes));
  if (code == "9999") return {refusal_text(outcomes), header["nre"], outcomes.front().code};

  const Recipe recipe = accepted(call, std::move(header), std::move(rows), patient);
  Recipes(call.database).insert(recipe);

  const Identity& writer = *knowledge_.identities.by_fiscal_code(recipe.author());
  const Region& region = *knowledge_.identities.region(recipe.header["codRegione"]);
  const bool printed = Switches(call.database).on("promemoria");
  XmlText xml;
  xml.open("InvioPrescrittoRicevuta", kNamespaces).leaf("nre", recipe.nre);
  xml.leaf("codAutenticazione", recipe.authentication).leaf("dataInserimento", recipe.received);
  xml.leaf("codEsitoInserimento", code);
  write_outcomes(xml, {"", "ns2:"}, outcomes, SuccessNote::kWithoutKind);
  write_communications(xml, {"", "ns2:"}, communications_for(writer, region));
  xml.leaf("flagPromemoria", printed ? "0" : "1");
  if (printed) {
    xml.leaf("pdfPromemoria", to_base64(draw_promemoria(recipe, writer, region)));
  }
  xml.close();
  return {xml.take(), recipe.nre, code};
}

}  // namespace sistema_ts
