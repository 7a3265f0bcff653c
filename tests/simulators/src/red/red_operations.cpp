// SPDX-License-Identifier: Apache-2.0
#include "red/red_operations.hpp"

#include "red/recipe_file.hpp"
#include "red/red_files.hpp"
#include "state/switches.hpp"
#include "xml/soap.hpp"
#include "xml/xml_text.hpp"

namespace sistema_ts {
namespace {

constexpr std::string_view kUploadPath = "/REL/service/invioTelematicoSanita";
constexpr std::string_view kOutcomesPath = "/REL/service/esitiTelematicoSanita";

/// The message's form stands in the WSDL of Piemonte; for the two others no WSDL is public.
constexpr Description kSend{.name = "InviaFileSanita",
                            .path = kUploadPath,
                            .action = "invio",
                            .request = {"inputBean", "urn:attachment.ws.it", {}, true},
                            .gate = Gate::kLots,
                            .with_attachment = true};
constexpr Description kFiles{.name = "VisualizzaElencoStatoInvii",
                             .path = kOutcomesPath,
                             .action = "VisualizzaElencoStatoInvii",
                             .request = {"VisualizzaElencoStatoInvii", "urn:esiti.ws.it", {}, true},
                             .gate = Gate::kLots};
constexpr Description kRecipes{
    .name = "VisualizzaElencoStatoRicette",
    .path = kOutcomesPath,
    .action = "VisualizzaElencoStatoRicette",
    .request = {"VisualizzaElencoStatoRicette", "urn:esiti.ws.it", {}, true},
    .gate = Gate::kLots};

/// What is asked for: the members stand in the one DTO.
RedQuery query_of(const Knowledge& knowledge, const Call& call, std::string_view dto) {
  const auto members = call.message.children();
  if (members.size() != 1 || members.front().name() != dto) {
    throw SoapFault("cvc-particle 3.1: the message must hold one " + std::string(dto));
  }
  const XmlElement& asked = members.front();
  require_pincode(knowledge, call.caller, asked.value("pinCodeIn"));
  const RedQuery query{call.caller.user, asked.value("protocolloSac"), asked.value("dataIniRange"),
                       asked.value("dataFineRange")};
  if (query.protocol.empty() && (query.from.empty() || query.to.empty())) {
    throw SoapFault("cvc-particle 3.1: neither protocolloSac nor a span of days");
  }
  return query;
}

Reply receipt(const Call& call, const std::string& name, const std::string& protocol,
              const std::string& code, const std::string& text, size_t size) {
  XmlText xml;
  xml.open("t:ricevuta", "xmlns:t=\"urn:attachment.ws.it\"").leaf("protocolloSAC", protocol);
  xml.leaf("dataAccoglienza", service_time(call.now)).leaf("nomeFileAllegato", name);
  xml.leaf("dimensioneFileAllegato", std::to_string(size)).leaf("codiceEsito", code);
  xml.leaf("descrizioneEsito", text).close();
  return {xml.take(), protocol, code};
}

}  // namespace

const Description& SendRedFile::description() const {
  return kSend;
}

Reply SendRedFile::answer(const Call& call) const {
  const std::string name = call.message.value("nomeFileAllegato");
  const std::string zip(call.attachment);
  const RecipeFile read = read_recipe_file(name, zip, knowledge_.key);
  if (!read.refusal_code.empty()) {
    return receipt(call, name, "", read.refusal_code, read.refusal, zip.size());
  }
  require_pincode(knowledge_, call.caller, read.pincode);
  RedFiles files(call.database);
  const std::string protocol =
      files.keep({"", call.caller.user, name, service_time(call.now), "", read.entries, read.xml});
  if (Switches(call.database).on("red_at_once")) files.process();
  return receipt(call, name, protocol, "000", "File accolto", zip.size());
}

const Description& ListRedFiles::description() const {
  return kFiles;
}

Reply ListRedFiles::answer(const Call& call) const {
  const RedQuery query = query_of(knowledge_, call, "elencoSinteticoStatoInviiDTO");
  XmlText xml;
  xml.open("e:VisualizzaElencoStatoInviiResponse", "xmlns:e=\"urn:esiti.ws.it\"").open("return");
  xml.leaf("isOperazioneValida", "true");
  for (const auto& file : RedFiles(call.database).find(query)) {
    xml.open("records").leaf("dataInvio", file.received).leaf("protocolloSac", file.protocol);
    xml.leaf("statoInvio", file.state).close();
  }
  xml.close().close();
  return {xml.take(), query.protocol, "000"};
}

const Description& ListRedRecipes::description() const {
  return kRecipes;
}

Reply ListRedRecipes::answer(const Call& call) const {
  const RedQuery query = query_of(knowledge_, call, "ElencoAnaliticoEsitoRicetteDTO");
  XmlText xml;
  xml.open("e:VisualizzaElencoStatoRicetteResponse", "xmlns:e=\"urn:esiti.ws.it\"").open("return");
  xml.leaf("isOperazioneValida", "true");
  for (const auto& file : RedFiles(call.database).find(query)) {
    if (file.state == kRedWaiting) continue;
    for (const auto& entry : file.entries) {
      xml.open("records").leaf("codRicetta", entry.code).leaf("dataAccoglienza", file.received);
      xml.leaf("protocolloSac", file.protocol);
      if (!entry.problem.empty()) {
        xml.open("errori").leaf("codice", entry.problem).leaf("descrizione", entry.problem_text);
        xml.close();
      }
      xml.close();
    }
  }
  xml.close().close();
  return {xml.take(), query.protocol, "000"};
}

}  // namespace sistema_ts
