// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "studio.hpp"

namespace curante::studio {

/// How a state looks on the list.
struct Appearance {
  Colour colour;
  std::string text;  ///< in Italian
};
Appearance appearance(const prescribing::RecipeView& recipe);

/// One line of the list, without the names of patient and author.
Row row_of(const prescribing::Prescription& prescription, const prescribing::RecipeView& recipe);

/// Where an accepted recipe stands on its way to its patient, in Italian; empty: nothing to say.
std::string delivery_text(const prescribing::RecipeDelivery& delivery);

/// A person must print or send it.
bool needs_delivery(const Row& row);

/// By the service, or by the ministry that was told of its red form.
bool is_refused(const Row& row);

/// Those that need a person first, then the newest.
void sort(std::vector<Row>& rows);

}  // namespace curante::studio
