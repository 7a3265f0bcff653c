// SPDX-License-Identifier: Apache-2.0
#include "dpcm/stato_invii.hpp"

#include "soap/xml_writer.hpp"

namespace curante::sac::stato_invii {
namespace {

using red_recipe_channel::FileState;

std::string encode(const std::string& ns, const char* root, const char* member, const Asked& asked,
                   const std::string& pincode) {
  SoapWriter out(ns, "", root);
  out.begin(member);
  out.member("pinCodeIn", pincode);
  out.valued("protocolloSac", asked.protocol);
  if (asked.protocol.empty()) {
    // [U]: no source says how a day is written; this is how the recipes of the same file write it.
    out.valued("dataIniRange", asked.from ? asked.from->iso() : "");
    out.valued("dataFineRange", asked.to ? asked.to->iso() : "");
  }
  out.end();
  return out.finish();
}

std::string value(const XmlElement& element, std::string_view name) {
  const auto found = element.named(name);
  return found.empty() ? std::string() : found.front().text();
}

[[noreturn]] void unexpected() {
  throw Error("answer-unexpected", "il servizio ha risposto con un messaggio inatteso",
              "riprovare; se continua, avvisare l'assistenza");
}

/// The answer's element is the operation's own, and it says that the operation was valid.
XmlElement demand(const SoapAnswer& answer, std::string_view operation) {
  const XmlElement body = answer.content();
  if (!body || body.name().find(operation) != 0) unexpected();
  if (value(body, "isOperazioneValida") == "false") {
    throw Error("service-refused",
                "Sistema TS non ha eseguito la richiesta: " + value(body, "descrizioneMessaggio"),
                "controllare l'accesso a Sistema TS; se continua, avvisare l'assistenza");
  }
  return body;
}

}  // namespace

std::string encode_files(const std::string& ns, const Asked& asked, const std::string& pincode) {
  return encode(ns, files_action, "elencoSinteticoStatoInviiDTO", asked, pincode);
}

std::string encode_recipes(const std::string& ns, const Asked& asked, const std::string& pincode) {
  return encode(ns, recipes_action, "ElencoAnaliticoEsitoRicetteDTO", asked, pincode);
}

std::vector<red_recipe_channel::FileStatus> decode_files(const SoapAnswer& answer) {
  std::vector<red_recipe_channel::FileStatus> files;
  for (const XmlElement& record : demand(answer, files_action).named("records")) {
    red_recipe_channel::FileStatus file;
    file.protocol = value(record, "protocolloSac");
    file.sent_at = value(record, "dataInvio");
    file.text = value(record, "statoInvio");
    file.state = state_of(file.text);
    if (file.protocol.empty()) unexpected();
    files.push_back(std::move(file));
  }
  return files;
}

std::vector<red_recipe_channel::RecipeOutcome> decode_recipes(const SoapAnswer& answer) {
  std::vector<red_recipe_channel::RecipeOutcome> recipes;
  for (const XmlElement& record : demand(answer, recipes_action).named("records")) {
    red_recipe_channel::RecipeOutcome recipe;
    recipe.code = value(record, "codRicetta");
    recipe.protocol = value(record, "protocolloSac");
    recipe.received_at = value(record, "dataAccoglienza");
    for (const XmlElement& error : record.named("errori")) {
      recipe.remarks.push_back({value(error, "codice"), value(error, "descrizione")});
    }
    if (recipe.code.empty()) unexpected();
    recipes.push_back(std::move(recipe));
  }
  return recipes;
}

FileState state_of(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto says = [&](const char* words) { return text.find(words) != std::string::npos; };
  if (says("completamente scartat")) return FileState::discarded;
  if (says("attesa")) return FileState::waiting;
  if (says("scartant")) return FileState::errors;
  if (says("warning")) return FileState::warnings;
  return says("privo di errori") || says("senza errori") ? FileState::clean : FileState::unknown;
}

}  // namespace curante::sac::stato_invii
