// SPDX-License-Identifier: Apache-2.0
#include "likeness.hpp"

#include <utility>

#include "soap/prescribed_row.hpp"

namespace curante::sac {

namespace {

/// A number without what people and services write between its digits: "2 57 03" as "25703".
std::string bare_number(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') out += static_cast<char>(c - 'a' + 'A');
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) out += c;
  }
  return out;
}

}  // namespace

bool same_content(const visualizza_prescritto::View& view,
                  const recipe_transmitter::Recipe& recipe) {
  if (view.written_at != recipe.written_at || view.lines.size() != recipe.lines.size()) {
    return false;
  }
  for (size_t i = 0; i < view.lines.size(); ++i) {
    const visualizza_prescritto::SeenLine ours{
        invio_prescritto::code_of(recipe.lines[i], recipe.kind),
        std::to_string(recipe.lines[i].quantity)};
    if (view.lines[i] != ours) return false;
  }
  return true;
}

Likeness same_document(const visualizza_prescritto::View& view,
                       const recipe_transmitter::Recipe& recipe) {
  if (!view.patient_kind.empty() && view.patient_kind != recipe.patient_kind) {
    return Likeness::different;
  }
  const auto cover = recipe.foreign.value_or(recipe_transmitter::ForeignCover{});
  Likeness likeness = Likeness::unclear;
  for (const auto& [shown, ours] : {std::pair(view.personal_number, cover.personal_number),
                                    std::pair(view.card_number, cover.card_number),
                                    std::pair(view.sasn_card, recipe.sasn_card)}) {
    const std::string seen = bare_number(shown);
    if (seen.empty()) continue;
    if (seen != bare_number(ours)) return Likeness::different;
    likeness = Likeness::same;
  }
  return likeness;
}

}  // namespace curante::sac
