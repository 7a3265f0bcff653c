// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// What a person prints of the red forms that have their numbers; of red-recipes/1.
namespace curante::red_recipes {

struct PrintedForms {
  int32_t forms = 0;
};
CURANTE_DESCRIBE(PrintedForms, forms);

/// A person has these recipes' forms printed (`Form::put_on_paper`): with that, whoever prints later can
/// leave them out. Nothing else changes.
struct NotePrinted {
  using Reply = PrintedForms;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "prescription.read";
  std::vector<Id> recipes;
};
CURANTE_DESCRIBE(NotePrinted, recipes);

}  // namespace curante::red_recipes
