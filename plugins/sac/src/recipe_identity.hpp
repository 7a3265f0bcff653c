// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "recipe_transmitter.hpp"
#include "soap/interroga_nre.hpp"

namespace curante::sac {

/// Of whom a recipe is, and where the service lists it: what tells it from one with the same
/// content.
struct RecipeIdentity {
  std::string region_code, holder;
  std::string day;      ///< of compilation, as it was sent
  std::string type;     ///< see interroga_nre::Query
  std::string patient;  ///< the code that was sent; empty of one whom a document names
  bool of_substitute = false;
  std::string patient_kind;
  std::string personal_number, card_number, sasn_card;  ///< of the documents; see ForeignCover

  /// Where its number is listed as used, by who wrote it (`author`): the specification of 5
  /// December 2024 (4.2.4) lists by the holder, the XSD by whose lot the number is of; a substitute
  /// may have lots of their own, or had (SubstituteNumbers), so theirs may be listed under either.
  /// Throws Error of a day that is none.
  std::vector<interroga_nre::Query> listed(const std::string& author) const;
};

RecipeIdentity identity_of(const recipe_transmitter::Recipe& recipe);

/// As one text, to be sealed; and back. Nothing of a text that is none.
std::string packed(const RecipeIdentity& identity);
std::optional<RecipeIdentity> unpacked_identity(const std::string& text);

}  // namespace curante::sac
