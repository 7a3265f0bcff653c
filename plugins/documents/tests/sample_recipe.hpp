// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"

namespace curante::documents {

/// An accepted recipe. Persons and numbers are invented, or Sistema TS's published test identities.
inline recipe_transmitter::Recipe sample_recipe() {
  recipe_transmitter::Recipe recipe;
  recipe.id = Id("11111111-1111-4111-8111-111111111111");
  recipe.holder.first_name = "VA";
  recipe.holder.last_name = "PRO";
  recipe.holder.fiscal_code = PrescriberCode("PROVAX00X00X000Y");
  recipe.holder.region_code = "120";
  recipe.patient.fiscal_code = FiscalCode("PNIMRA70A01H501P");
  recipe.patient.full_name = "PINI MARIO";
  recipe.patient.street = "VIA DELLE PROVE 1";
  recipe.patient.postal_code = "00100";
  recipe.patient.municipality = "ROMA";
  recipe.patient.province = "RM";
  recipe.patient.asl_code = "201";
  recipe.diagnosis_code = "345.9";
  recipe.diagnosis_text = "Epilessia non specificata";
  recipe.written_at = "2026-11-23 18:20:00";
  recipe_transmitter::RecipeLine line;
  line.group_code = "G3B";
  line.group_text = "LEVETIRACETAM 500MG 60 UNITA' USO ORALE";
  line.quantity = 2;
  recipe.lines.push_back(line);
  return recipe;
}

inline recipe_transmitter::Receipt sample_receipt() {
  recipe_transmitter::Receipt receipt;
  receipt.outcome = recipe_transmitter::Outcome::accepted;
  receipt.nre = Nre("1200A4019294847");
  receipt.authentication_code = "231120261820010010000050622840";
  receipt.regional_phrase = "REGIONE LAZIO: frase di interesse regionale";
  return receipt;
}

}  // namespace curante::documents
