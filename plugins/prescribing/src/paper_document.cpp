// SPDX-License-Identifier: Apache-2.0
#include "paper_document.hpp"

namespace curante::prescribing {

using recipe_transmitter::RecipeKind;

documents::DocumentInfo document_for(const Neighbours& neighbours, const CallContext& context,
                                     const Id& patient, const recipe_transmitter::Recipe& recipe,
                                     const std::optional<recipe_transmitter::Receipt>& receipt) {
  if (recipe.kind == RecipeKind::white) {
    return neighbours.white_paper(context, documents::MakeWhite{patient, recipe, receipt});
  }
  return neighbours.promemoria(context,
                               documents::MakePromemoria{patient, recipe, receipt.value()});
}

bool printed_at_once(const recipe_transmitter::Recipe& recipe, bool electronic) {
  return !electronic && recipe.kind == RecipeKind::white;
}

}  // namespace curante::prescribing
