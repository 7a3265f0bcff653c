// SPDX-License-Identifier: Apache-2.0
#include "red/recipe_file.hpp"

#include <algorithm>
#include <charconv>

#include "red/unzip.hpp"
#include "xml/xml_document.hpp"

namespace sistema_ts {
namespace {

constexpr std::string_view kInsert[] = {"Bar1",
                                        "Bar2",
                                        "Altro",
                                        "NoteInvio",
                                        "CodiceAss",
                                        "TipoPrescrizione",
                                        "CodEsenzione",
                                        "NonEsente",
                                        "Reddito",
                                        "CodiceDiagnosi",
                                        "DescrizioneDiagnosi",
                                        "TotPezzi",
                                        "TipoRic",
                                        "DataCompilazione",
                                        "TipoVisita",
                                        "DispReg",
                                        "ProvAssistito",
                                        "AslAssistito",
                                        "IndicazionePresc",
                                        "ClassePriorita",
                                        "StatoEstero",
                                        "IstituzCompetente",
                                        "NumIdentPers",
                                        "NumIdentTess",
                                        "DataNascitaEstero",
                                        "DataScadTessera",
                                        "Ricetta1",
                                        "Ricetta2"};
constexpr std::string_view kCancel[] = {"Bar1", "Bar2", "ProtocolloSAC", "Ricetta1", "Ricetta2"};

RecipeFile refused(const char* code, const char* text) {
  RecipeFile file;
  file.refusal_code = code;
  file.refusal = text;
  return file;
}

/// Whether the element's first members are these, in this order.
template <size_t Size>
bool begins_with(const XmlElement& element, const std::string_view (&names)[Size]) {
  const auto members = element.children();
  return members.size() >= Size &&
         std::equal(std::begin(names), std::end(names), members.begin(),
                    [](std::string_view name, const XmlElement& it) { return it.name() == name; });
}

bool well_formed(const XmlElement& entry) {
  const bool code = entry.value("Bar1").size() == 5 && entry.value("Bar2").size() == 10;
  if (entry.name() == "RicettaC") return code && begins_with(entry, kCancel);
  return entry.name() == "RicettaI" && code && begins_with(entry, kInsert);
}

// Insured abroad: named by their card, not by a patient's code.
constexpr std::string_view kAbroad[] = {"EE", "UE", "NE", "NX"};
constexpr std::string_view kCard[] = {"StatoEstero",  "IstituzCompetente", "NumIdentPers",
                                      "NumIdentTess", "DataNascitaEstero", "DataScadTessera"};

std::string abroad(const XmlElement& entry) {
  const std::string kind = entry.value("TipoRic");
  if (std::find(std::begin(kAbroad), std::end(kAbroad), kind) == std::end(kAbroad)) return "";
  const bool whole = std::all_of(std::begin(kCard), std::end(kCard),
                                 [&](std::string_view name) { return !entry.value(name).empty(); });
  return whole ? "whole" : "broken";
}

RedEntry entry_of(const XmlElement& element, const SanitelKey& key) {
  RedEntry entry;
  entry.code = element.value("Bar1") + element.value("Bar2");
  entry.cancels = element.name() == "RicettaC";
  entry.cancelled_in = element.value("ProtocolloSAC");
  if (entry.cancels) return entry;
  entry.patient = key.decrypt(element.value("CodiceAss")).value_or("");
  entry.abroad = abroad(element);
  const std::string pieces = element.value("TotPezzi");
  std::from_chars(pieces.data(), pieces.data() + pieces.size(), entry.pieces);
  for (const auto& member : element.children()) entry.rows += member.name() == "Prescrizione";
  return entry;
}

}  // namespace

RecipeFile read_recipe_file(const std::string& file_name, const std::string& zip,
                            const SanitelKey& key) {
  const auto file = only_file_of(zip);
  if (!file) return refused("001", "Allegato assente o non in formato ZIP");
  const auto base = [](const std::string& name) { return name.substr(0, name.rfind('.')); };
  if (base(file->name) != base(file_name)) {
    return refused("002", "Nome del file nell'allegato diverso da quello dichiarato");
  }
  try {
    const XmlDocument document = XmlDocument::parse(file->content);
    const XmlElement root = document.root();
    const auto parts = root.children();
    if (root.name() != "RicetteMIR" || parts.size() < 2 || parts.front().name() != "Testata" ||
        parts.front().value("TipoInvio") != "RPS") {
      return refused("003", "File XML non conforme");
    }
    RecipeFile read;
    read.xml = file->content;
    read.pincode = parts.front().value("PinCode");
    for (size_t i = 1; i < parts.size(); ++i) {
      if (!well_formed(parts[i])) return refused("003", "File XML non conforme");
      read.entries.push_back(entry_of(parts[i], key));
    }
    return read;
  } catch (const XmlProblem&) {
    return refused("003", "File XML non conforme");
  }
}

}  // namespace sistema_ts
