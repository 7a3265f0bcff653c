// SPDX-License-Identifier: Apache-2.0
#include "recipe_text.hpp"

#include <fmt/format.h>

namespace {

// Copied from the order of InvioPrescrittoRichiesta.xsd; the foreign block only if used.
const char* const kHeaderOrder[] = {"pinCode",
                                    "cfMedico1",
                                    "cfMedico2",
                                    "codRegione",
                                    "codASLAo",
                                    "codStruttura",
                                    "codSpecializzazione",
                                    "testata1",
                                    "testata2",
                                    "nre",
                                    "tipoRic",
                                    "codiceAss",
                                    "cognNome",
                                    "indirizzo",
                                    "oscuramDati",
                                    "numTessSasn",
                                    "socNavigaz",
                                    "tipoPrescrizione",
                                    "ricettaInterna",
                                    "codEsenzione",
                                    "nonEsente",
                                    "reddito",
                                    "codDiagnosi",
                                    "descrizioneDiagnosi",
                                    "dataCompilazione",
                                    "tipoVisita",
                                    "dispReg",
                                    "provAssistito",
                                    "aslAssistito",
                                    "indicazionePrescr",
                                    "altro",
                                    "classePriorita"};
const char* const kForeignOrder[] = {"statoEstero",  "istituzCompetente", "numIdentPers",
                                     "numIdentTess", "dataNascitaEstero", "dataScadTessera"};
const char* const kRowOrder[] = {"codProdPrest",     "descrProdPrest",
                                 "codGruppoEquival", "descrGruppoEquival",
                                 "testoLibero",      "descrTestoLiberoNote",
                                 "nonSost",          "motivazNote",
                                 "codMotivazione",   "notaProd",
                                 "quantita",         "prescrizione1",
                                 "prescrizione2",    "codCatalogoPrescr",
                                 "tipoAccesso",      "numeroNota",
                                 "condErogabilita",  "approprPrescrittiva",
                                 "patologia",        "numsedute"};

}  // namespace

RecipeText::RecipeText(const SoapClient& client, const Account& account) : client_(client) {
  header_ = {{"pinCode", client.encrypted(account.pincode)},
             {"cfMedico1", account.user},
             {"codRegione", account.region},
             {"codASLAo", account.local_health_unit},
             {"codSpecializzazione", "F"},
             {"tipoPrescrizione", "F"},
             {"nonEsente", "1"},
             {"dataCompilazione", "2026-09-30 16:44:16"},
             {"tipoVisita", "A"},
             {"provAssistito", "AQ"},
             {"aslAssistito", "201"}};
  patient("PNIMRA70A01H501P");
  rows_ = {{{"codGruppoEquival", "G3B"},
            {"descrGruppoEquival", "LEVETIRACETAM 500MG 60 UNITA' USO ORALE"},
            {"quantita", "1"}}};
}

RecipeText& RecipeText::specialist() {
  set("tipoPrescrizione", "P").set("descrizioneDiagnosi", "CONTROLLO (dato di test)");
  set("classePriorita", "P");
  return rows({{{"codProdPrest", "99.97.2"},
                {"descrProdPrest", "TRATTAMENTI PER APPLICAZIONE DI PROTESI RIMOVIBILE"},
                {"quantita", "1"},
                {"codCatalogoPrescr", "A099972"}}});
}

RecipeText& RecipeText::set(const std::string& field, const std::string& value) {
  header_[field] = value;
  return *this;
}

RecipeText& RecipeText::rows(std::vector<RowText> rows) {
  rows_ = std::move(rows);
  return *this;
}

RecipeText& RecipeText::row_field(const std::string& field, const std::string& value) {
  rows_.front()[field] = value;
  return *this;
}

RecipeText& RecipeText::written_by(const Account& substitute) {
  return set("cfMedico2", substitute.user).set("pinCode", client_.encrypted(substitute.pincode));
}

RecipeText& RecipeText::patient(const std::string& fiscal_code) {
  return set("codiceAss", client_.encrypted(fiscal_code));
}

std::string RecipeText::message() const {
  std::string text =
      "<inv:InvioPrescrittoRichiesta "
      "xmlns:inv=\"http://invioprescrittorichiesta.xsd.dem.sanita.finanze.it\" "
      "xmlns:tip=\"http://tipodati.xsd.dem.sanita.finanze.it\">";
  for (const char* name : kHeaderOrder) {
    const auto found = header_.find(name);
    text += found == header_.end() ? fmt::format("<inv:{} />", name)
                                   : fmt::format("<inv:{0}>{1}</inv:{0}>", name, found->second);
  }
  for (const char* name : kForeignOrder) {
    const auto found = header_.find(name);
    if (found != header_.end()) text += fmt::format("<inv:{0}>{1}</inv:{0}>", name, found->second);
  }
  text += "<inv:ElencoDettagliPrescrizioni>";
  for (const auto& row : rows_) {
    text += "<tip:DettaglioPrescrizione>";
    for (const char* name : kRowOrder) {
      const auto found = row.find(name);
      if (found != row.end()) text += fmt::format("<tip:{0}>{1}</tip:{0}>", name, found->second);
    }
    text += "</tip:DettaglioPrescrizione>";
  }
  return text + "</inv:ElencoDettagliPrescrizioni></inv:InvioPrescrittoRichiesta>";
}
