// SPDX-License-Identifier: Apache-2.0
#include "lot_owner.hpp"

namespace curante::sac {

SubstituteNumbers substitute_numbers(const std::string& setting) {
  if (setting == "holder") return SubstituteNumbers::holder;
  if (setting == "own") return SubstituteNumbers::own;
  throw Error("setting-invalid", "«" + setting + "» is no value of substitute_numbers",
              "write holder or own");
}

LotOwner lot_owner(const recipe_transmitter::Recipe& recipe, SubstituteNumbers numbers) {
  if (!recipe.substitute) return {recipe.account.value(), recipe.holder.fiscal_code.value()};
  if (numbers == SubstituteNumbers::own) {
    return {recipe.account.value(), recipe.substitute->fiscal_code.value()};
  }
  return {recipe.holder.account.value(), recipe.holder.fiscal_code.value()};
}

}  // namespace curante::sac
