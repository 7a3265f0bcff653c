// SPDX-License-Identifier: Apache-2.0
#include "recipe_identity.hpp"

#include <algorithm>
#include <vector>

#include "rules/patient_identity.hpp"

namespace curante::sac {

namespace {

// Between the parts; no text that a person types holds it.
constexpr char separator = '\x1f';

}  // namespace

RecipeIdentity identity_of(const recipe_transmitter::Recipe& recipe) {
  const bool services = recipe.kind == recipe_transmitter::RecipeKind::services;
  const auto cover = recipe.foreign.value_or(recipe_transmitter::ForeignCover{});
  return {recipe.holder.region_code,
          recipe.holder.fiscal_code.value(),
          recipe.written_at.substr(0, 10),
          services ? "P" : "F",
          recipe_transmitter::code_to_tell(recipe),
          recipe.substitute.has_value(),
          recipe.patient_kind,
          cover.personal_number,
          cover.card_number,
          recipe.sasn_card};
}

std::vector<interroga_nre::Query> RecipeIdentity::listed(const std::string& author) const {
  std::vector<interroga_nre::Query> queries;
  queries.push_back({region_code, holder, Date::parse(day), type, patient});
  if (of_substitute && author != holder) {
    queries.push_back(queries.front());
    queries.back().doctor = author;
  }
  return queries;
}

std::string packed(const RecipeIdentity& it) {
  std::string out = it.region_code;
  for (const std::string& part :
       {it.holder, it.day, it.type, it.patient, std::string(it.of_substitute ? "1" : "0"),
        it.patient_kind, it.personal_number, it.card_number, it.sasn_card}) {
    out += separator + part;
  }
  return out;
}

std::optional<RecipeIdentity> unpacked_identity(const std::string& text) {
  constexpr size_t count = 10;
  std::vector<std::string> parts;
  for (size_t from = 0; from <= text.size();) {
    const size_t to = std::min(text.find(separator, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  if (parts.size() != count) return std::nullopt;
  return RecipeIdentity{parts[0],        parts[1], parts[2], parts[3], parts[4],
                        parts[5] == "1", parts[6], parts[7], parts[8], parts[9]};
}

}  // namespace curante::sac
