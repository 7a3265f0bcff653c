// SPDX-License-Identifier: Apache-2.0
#include "form_changes.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"
#include "form_rows.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

constexpr int32_t most_told = 1000;

constexpr auto select_changes =
    "select position, recipe from form_change where practice_id = $1 and position >"
    " case when $2::bigint > (select max(position) from form_change where practice_id = $1)"
    "   then 0 else $2::bigint end order by position limit $3";

const std::string these_forms =
    select_forms + "where f.practice_id = $1 and f.recipe = any($2::uuid[]) and not f.spoilt";

}  // namespace

ChangeList FormChanges::list(const std::string& practice, const ListChanges& call) {
  const int32_t limit = std::clamp(call.limit, 1, most_told);
  return pool_.read([&](pqxx::transaction_base& tx) {
    ChangeList list;
    list.position = call.after;
    std::string recipes;
    const auto rows = prepared(tx, select_changes, practice, call.after, limit);
    for (const auto& row : rows) {
      list.position = row[0].as<int64_t>();
      recipes += (recipes.empty() ? "{" : ",") + std::string(row[1].c_str());
    }
    list.more = rows.size() == static_cast<size_t>(limit);
    if (recipes.empty()) return list;
    recipes += "}";
    for (const auto& row : prepared(tx, these_forms, practice, recipes)) {
      list.forms.push_back(form_of(row, surroundings_));
    }
    return list;
  });
}

}  // namespace curante::red_recipes
