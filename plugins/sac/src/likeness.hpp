// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_identity.hpp"
#include "recipe_transmitter.hpp"
#include "soap/by_number.hpp"

namespace curante::sac {

/// Whether what the service shows was written in the same second as this recipe, with the same
/// lines. Of whom, it does not say.
bool same_content(const visualizza_prescritto::View& view,
                  const recipe_transmitter::Recipe& recipe);

/// By which a recipe is known again that was sent under a number: of its time and its lines,
/// whatever their order. Empty when the service shows one of the two not at all.
std::string content_digest(const recipe_transmitter::Recipe& recipe);
std::string content_digest(const visualizza_prescritto::View& view);

/// Of the lines alone, whatever their order. Empty when the service does not show all of them.
std::string lines_digest(const recipe_transmitter::Recipe& recipe);
std::string lines_digest(const visualizza_prescritto::View& view);

enum class Likeness { different, same, unclear };

/// Whether what the service shows is of this patient, whom no code names: by the kind of patient
/// and the numbers of the documents, as far as the service shows them. `unclear` when it shows none
/// of the numbers: one may be another patient's.
Likeness same_document(const visualizza_prescritto::View& view, const RecipeIdentity& identity);

}  // namespace curante::sac
