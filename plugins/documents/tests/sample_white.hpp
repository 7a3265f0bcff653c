// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sample_recipe.hpp"

namespace curante::documents {

/// A white recipe of one repeatable drug. Persons and numbers are invented.
inline recipe_transmitter::Recipe sample_white() {
  recipe_transmitter::Recipe recipe = sample_recipe();
  recipe.kind = recipe_transmitter::RecipeKind::white;
  recipe.holder.address = "VIA DELLO STUDIO 12";
  recipe.holder.postal_code = "00185";
  recipe.holder.municipality = "ROMA";
  recipe.holder.province = "RM";
  recipe.holder.phone = "06 1234567";
  recipe.holder.register_number = "RM 45678";
  auto& line = recipe.lines.at(0);
  line = {};
  line.aic = "099001051";
  line.drug_text = "FARMACO DI PROVA 20 MG 4 COMPRESSE RIVESTITE";
  line.posology = "1 compressa al bisogno, non più di una al giorno";
  line.repeatable = true;
  line.validity_days = 180;
  line.dispensings = 10;
  return recipe;
}

inline recipe_transmitter::Receipt white_receipt() {
  recipe_transmitter::Receipt receipt;
  receipt.outcome = recipe_transmitter::Outcome::accepted;
  receipt.white_number = "RB0000000042";
  receipt.white_pin = "12345";
  receipt.authentication_code = "00000000000000000042";
  return receipt;
}

}  // namespace curante::documents
