// SPDX-License-Identifier: Apache-2.0
#include "operations/prescription_fields.hpp"

#include "operations/receipt.hpp"

namespace sistema_ts {
namespace {

constexpr ElementRule text(std::string_view name) {
  return {.name = name, .type = "stringType"};
}

constexpr ElementRule limited(std::string_view name, size_t longest, std::string_view type) {
  return {.name = name, .type = type, .longest = longest};
}

constexpr ElementRule exact(std::string_view name, size_t length, std::string_view type) {
  return {.name = name, .least = 1, .type = type, .shortest = length, .longest = length};
}

constexpr ElementRule kRow[] = {
    text("codProdPrest"),
    text("descrProdPrest"),
    text("codGruppoEquival"),
    text("descrGruppoEquival"),
    text("testoLibero"),
    text("descrTestoLiberoNote"),
    text("nonSost"),
    text("motivazNote"),
    text("codMotivazione"),
    text("notaProd"),
    {.name = "quantita",
     .least = 1,
     .type = "integerType",
     .shortest = 1,
     .longest = 1,
     .digits_only = true},
    text("prescrizione1"),
    text("prescrizione2"),
    text("codCatalogoPrescr"),
    limited("tipoAccesso", 1, "string1Type"),
    limited("numeroNota", 10, "maxString10"),
    limited("condErogabilita", 10, "maxString10"),
    limited("approprPrescrittiva", 10, "maxString10"),
    limited("patologia", 10, "maxString10"),
    {.name = "numsedute", .type = "integerType", .shortest = 1, .longest = 1, .digits_only = true},
};

constexpr ElementRule kRows[] = {
    {.name = "DettaglioPrescrizione",
     .least = 1,
     .most = kNoLimit,
     .child_space = kTypes,
     .children = kRow},
};

constexpr ElementRule kHeader[] = {
    {.name = "pinCode", .least = 1, .type = "stringType"},
    {.name = "cfMedico1", .least = 1, .type = "cfMedicoType", .longest = 16},
    limited("cfMedico2", 16, "cfMedicoType"),
    exact("codRegione", 3, "codRegioneType"),
    {.name = "codASLAo", .least = 1, .type = "stringType"},
    text("codStruttura"),
    exact("codSpecializzazione", 1, "codSpecializzazioneType"),
    text("testata1"),
    text("testata2"),
    limited("nre", 15, "nreType"),
    limited("tipoRic", 2, "tipoRicettaType"),
    text("codiceAss"),
    text("cognNome"),
    text("indirizzo"),
    text("oscuramDati"),
    text("numTessSasn"),
    text("socNavigaz"),
    exact("tipoPrescrizione", 1, "tipoPrescType"),
    text("ricettaInterna"),
    text("codEsenzione"),
    text("nonEsente"),
    text("reddito"),
    text("codDiagnosi"),
    text("descrizioneDiagnosi"),
    {.name = "dataCompilazione", .least = 1, .type = "dataOraType", .longest = 19},
    exact("tipoVisita", 1, "tipoVisitaType"),
    text("dispReg"),
    text("provAssistito"),
    text("aslAssistito"),
    limited("indicazionePrescr", 1, "indicPrescType"),
    limited("altro", 1, "indicPrescType"),
    limited("classePriorita", 1, "prioritaType"),
    text("statoEstero"),
    text("istituzCompetente"),
    text("numIdentPers"),
    text("numIdentTess"),
    limited("dataNascitaEstero", 19, "dataOraType"),
    limited("dataScadTessera", 19, "dataOraType"),
    // Its child is of the shared types' namespace.
    {.name = "ElencoDettagliPrescrizioni", .least = 1, .child_space = kTypes, .children = kRows},
};

constexpr std::string_view kShown[] = {
    "codRegione",        "codASLAo",          "codStruttura",   "codSpecializzazione",
    "testata1",          "testata2",          "tipoRic",        "codiceAss",
    "cognNome",          "indirizzo",         "oscuramDati",    "numTessSasn",
    "socNavigaz",        "tipoPrescrizione",  "ricettaInterna", "codEsenzione",
    "nonEsente",         "reddito",           "codDiagnosi",    "descrizioneDiagnosi",
    "dataCompilazione",  "tipoVisita",        "dispReg",        "provAssistito",
    "aslAssistito",      "indicazionePrescr", "altro",          "classePriorita",
    "statoEstero",       "istituzCompetente", "numIdentPers",   "numIdentTess",
    "dataNascitaEstero", "dataScadTessera",
};

}  // namespace

std::span<const ElementRule> prescription_header_rules() {
  return kHeader;
}
std::span<const ElementRule> prescription_row_rules() {
  return kRow;
}
std::span<const std::string_view> shown_header_fields() {
  return kShown;
}

Fields fields_of(const XmlElement& element) {
  Fields fields;
  for (const auto& child : element.children()) {
    if (child.children().empty()) fields.put(std::string(child.name()), child.text());
  }
  return fields;
}

}  // namespace sistema_ts
