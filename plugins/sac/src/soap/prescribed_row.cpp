// SPDX-License-Identifier: Apache-2.0
#include "soap/prescribed_row.hpp"

#include "rules/service_performance.hpp"

namespace curante::sac::invio_prescritto {

namespace {

using recipe_transmitter::RecipeLine;

bool by_group(const RecipeLine& line) {
  return line.aic.empty() || (!line.group_code.empty() && !line.not_replaceable);
}

void write_drug(SoapWriter& out, const RecipeLine& line) {
  if (!by_group(line)) {
    out.typed("codProdPrest", line.aic);
    out.typed("descrProdPrest", line.drug_text);
  } else {
    out.typed("codGruppoEquival", line.group_code);
    out.typed("descrGruppoEquival", line.group_text);
  }
  if (line.not_replaceable) out.typed("nonSost", "1");
  out.typed("motivazNote", line.posology);
  if (line.not_replaceable) out.typed("codMotivazione", line.not_replaceable_reason_code);
  out.typed("notaProd", line.aifa_note);
  out.typed("quantita", std::to_string(line.quantity));
}

/// "numsedute" is one digit and may be left out (TipiDati.xsd; specification of 5 December 2024,
/// N.SEDUTE). A second row would be a second cycle: a cycle that is longer says so in the note.
constexpr int32_t longest_in_field = 9;

std::string note_of(const RecipeLine& line) {
  if (line.sessions <= longest_in_field) return line.notes;
  const std::string sessions = recipe_transmitter::sessions_in_words(line.sessions);
  return line.notes.empty() ? sessions : sessions + " - " + line.notes;
}

/// The element is mandatory, and holds the national code or one that the region has added to the
/// nomenclature (specification of 5 December 2024, note (***), kinds a to e); the service checks
/// its pair with the catalogue's code. So a service that a region's catalogue names without a
/// national code goes with the code that the catalogue has: the two "possono coincidere o meno".
/// Where they do not, the service refuses the recipe. [U]
void write_service(SoapWriter& out, const RecipeLine& line) {
  out.typed("codProdPrest", line.service_code);
  out.typed("descrProdPrest", line.service_text);
  out.typed("descrTestoLiberoNote", note_of(line));
  out.typed("quantita", std::to_string(line.quantity));
  if (line.televisit) out.typed("prescrizione1", "TV;");
  out.typed("codCatalogoPrescr", line.catalogue_code);
  // Only of the PNGLA, where the rules of prescribing ask for it (specification, p. 28).
  out.typed("tipoAccesso", line.first_access ? "1" : line.other_access ? "0" : "");
  out.typed("numeroNota", line.lea_note);
  out.typed("condErogabilita", line.lea_condition);
  out.typed("approprPrescrittiva", line.lea_appropriateness);
  out.typed("patologia", line.lea_pathology);
  if (line.sessions > 0 && line.sessions <= longest_in_field) {
    out.typed("numsedute", std::to_string(line.sessions));
  }
}

}  // namespace

const std::string& code_of(const RecipeLine& line, recipe_transmitter::RecipeKind kind) {
  if (kind == recipe_transmitter::RecipeKind::services) return line.service_code;
  return by_group(line) ? line.group_code : line.aic;
}

void write_row(SoapWriter& out, const RecipeLine& line, recipe_transmitter::RecipeKind kind) {
  const bool service = kind == recipe_transmitter::RecipeKind::services;
  if (line.quantity < 1 || line.quantity > 9 || line.sessions < 0 ||
      line.sessions > most_sessions) {
    throw Error("quantity-out-of-range",
                "la quantità di una riga va da 1 a 9, le sedute di un ciclo da 1 a 99",
                "dividere le confezioni o le prestazioni su più ricette, le sedute in più cicli");
  }
  out.begin_typed("DettaglioPrescrizione");
  service ? write_service(out, line) : write_drug(out, line);
  out.end();
}

}  // namespace curante::sac::invio_prescritto
