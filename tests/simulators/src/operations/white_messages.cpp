// SPDX-License-Identifier: Apache-2.0
#include "operations/white_messages.hpp"

#include <fmt/format.h>

namespace sistema_ts {
namespace {

constexpr std::string_view kRowTypes =
    "http://tipodatiinvioprescrittoricettabianca.xsd.dem.sanita.finanze.it";

constexpr ElementRule text(std::string_view name) {
  return {.name = name, .type = "stringType"};
}
constexpr ElementRule filled(std::string_view name, size_t longest = kNoLimit) {
  return {.name = name, .least = 1, .type = "stringType", .shortest = 1, .longest = longest};
}

constexpr ElementRule kRow[] = {
    text("codProdPrest"),
    text("descrProdPrest"),
    text("codGruppoEquival"),
    text("descrGruppoEquival"),
    {.name = "nonSost", .type = "flagType", .shortest = 1, .longest = 1, .digits_only = true},
    {.name = "codMotivazNonSost",
     .type = "motivType",
     .shortest = 1,
     .longest = 1,
     .digits_only = true},
    {.name = "tdl",
     .least = 1,
     .type = "flagType",
     .shortest = 1,
     .longest = 1,
     .digits_only = true},
    text("descrTestoLiberoNote"),
    {.name = "quantita",
     .least = 1,
     .type = "quantitaType",
     .shortest = 1,
     .longest = 2,
     .digits_only = true},
    text("posologia"),
    text("durataTrattamento"),
    text("modalitaImpiego"),
    text("preparazFarmaceutica"),
    {.name = "numRipetibilita",
     .type = "integerType",
     .shortest = 1,
     .longest = 2,
     .digits_only = true},
    text("validitaFarm"),
    text("prescrizione1"),
    text("prescrizione2"),
};

constexpr ElementRule kSending[] = {
    filled("pinCode"),
    filled("cfMedico", 16),
    {.name = "codRegione", .type = "codRegioneType", .shortest = 3, .longest = 3},
    text("codASLAo"),
    text("codStruttura"),
    {.name = "codSpecializzazione",
     .least = 1,
     .type = "codSpecializzazioneType",
     .shortest = 1,
     .longest = 1},
    text("testata1"),
    text("testata2"),
    text("specialClinica"),
    filled("numIscrizAlbo"),
    filled("indirMedico"),
    filled("telefMedico"),
    filled("codicePaziente"),
    text("cognNome"),
    text("indirizzo"),
    {.name = "tipoPrescrizione", .least = 1, .type = "tipoPrescType", .shortest = 1, .longest = 1},
    text("codDiagnosi"),
    text("descrDiagnosi"),
    {.name = "dataCompilazione", .least = 1, .type = "dataOraType", .shortest = 19, .longest = 19},
    {.name = "dettaglioPrescrizioneRicettaBianca",
     .least = 1,
     .most = kNoLimit,
     .child_space = kRowTypes,
     .children = kRow},
};

constexpr ElementRule kByNumber[] = {
    filled("pinCode"),
    filled("codicePaziente"),
    {.name = "nrbe", .type = "nrbeType", .shortest = 12, .longest = 12},
    {.name = "pinNrbe", .type = "pinNrbeType", .shortest = 1, .longest = 5},
    filled("cfMedico", 16),
};

std::string space_of(std::string_view small, std::string_view what) {
  return fmt::format("http://{}prescrittoricettabianca{}.xsd.dem.sanita.finanze.it", small, what);
}

}  // namespace

const Description& white_sending() {
  static const std::string space = space_of("invio", "richiesta");
  static const Description description{
      .name = "InvioPrescrittoRicettaBianca",
      .path = "/RicettaBiancaDemPrescrittoServicesWeb/services/demInvioPrescrittoRicettaBianca",
      .action =
          "http://invioprescrittoricettabianca.wsdl.dem.sanita.finanze.it/"
          "InvioPrescrittoRicettaBianca",
      .request = {"InvioPrescrittoRicettaBiancaRichiesta", space, kSending}};
  return description;
}

const Description& white_view() {
  static const std::string space = space_of("visualizza", "richiesta");
  static const Description description{
      .name = "VisualizzaPrescrittoRicettaBianca",
      .path =
          "/RicettaBiancaDemPrescrittoServicesWeb/services/demVisualizzaPrescrittoRicettaBianca",
      .action =
          "http://visualizzaprescrittoricettabianca.wsdl.dem.sanita.finanze.it/"
          "VisualizzaPrescrittoRicettaBianca",
      .request = {"VisualizzaPrescrittoRicettaBiancaRichiesta", space, kByNumber}};
  return description;
}

const Description& white_withdrawal() {
  static const std::string space = space_of("annulla", "richiesta");
  static const Description description{
      .name = "AnnullaPrescrittoRicettaBianca",
      .path = "/RicettaBiancaDemPrescrittoServicesWeb/services/demAnnullaPrescrittoRicettaBianca",
      .action =
          "http://annullaprescrittoricettabianca.wsdl.dem.sanita.finanze.it/"
          "AnnullaPrescrittoRicettaBianca",
      .request = {"AnnullaPrescrittoRicettaBiancaRichiesta", space, kByNumber}};
  return description;
}

void open_white_answer(XmlText& xml, std::string_view name) {
  std::string small(name);
  small[0] = static_cast<char>(small[0] + ('a' - 'A'));
  xml.open(fmt::format("{}PrescrittoRicettaBiancaRicevuta", name),
           fmt::format("xmlns=\"{}\" xmlns:t=\"http://tipodati{}prescrittoricettabianca.xsd.dem."
                       "sanita.finanze.it\"",
                       space_of(small, "ricevuta"), small));
}

void write_white_outcomes(XmlText& xml, const Outcomes& outcomes, const std::vector<Fields>& rows) {
  for (const auto& outcome : outcomes) {
    xml.open("erroreRicetta").leaf("t:codEsito", outcome.code).leaf("t:esito", outcome.text);
    if (outcome.row > 0 && outcome.row <= rows.size()) {
      const Fields& row = rows[outcome.row - 1];
      const std::string& product = row["codProdPrest"];
      xml.leaf("t:identificativoProdPrest", product.empty() ? row["codGruppoEquival"] : product);
    }
    xml.leaf("t:tipoErrore", outcome.blocking ? "Bloccante" : "W").close();
  }
}

}  // namespace sistema_ts
