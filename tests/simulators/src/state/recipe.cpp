// SPDX-License-Identifier: Apache-2.0
#include "state/recipe.hpp"

#include <fmt/format.h>

namespace sistema_ts {
namespace {

constexpr std::string_view kColumns =
    "nre, holder, substitute, state, not_ssn, patient, kind, compiled, received, authentication, "
    "lot, header, rows, listed";

}  // namespace

std::optional<Recipe> Recipes::find(std::string_view nre) {
  auto found =
      read(database_.query(fmt::format("select {} from recipe where nre = ?1", kColumns), nre));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void Recipes::insert(const Recipe& recipe) {
  database_.run(
      fmt::format("insert into recipe ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                  "?12, ?13, ?14)",
                  kColumns),
      recipe.nre, recipe.holder, recipe.substitute, int64_t{recipe.state}, int64_t{recipe.not_ssn},
      recipe.patient, recipe.kind, recipe.compiled, recipe.received, recipe.authentication,
      recipe.lot, boost::json::serialize(object_of(recipe.header)),
      boost::json::serialize(array_of(recipe.rows)), int64_t{recipe.listed});
}

bool Recipes::set_state(std::string_view nre, int state, bool not_ssn) {
  return database_.run("update recipe set state = ?2, not_ssn = ?3 where nre = ?1", nre,
                       int64_t{state}, int64_t{not_ssn}) == 1;
}

std::vector<Recipe> Recipes::all(std::string_view doctor) {
  return read(database_.query(
      fmt::format("select {} from recipe where ?1 = '' or ?1 in (holder, substitute) "
                  "order by rowid",
                  kColumns),
      doctor));
}

std::vector<Recipe> Recipes::used(const UsedQuery& query) {
  return read(database_.query(
      fmt::format("select {} from recipe where ?1 = case when ?11 or substitute = '' then holder "
                  "else substitute end and ?2 in (holder, substitute) "
                  "and (?3 = '' or nre = ?3) and (?4 = '' or lot = ?4) "
                  "and (?5 = '' or patient = ?5) and (?6 = '' or kind = ?6) "
                  "and (?7 = '' or compiled >= ?7) and (?8 = '' or compiled <= ?8) "
                  "and (?9 = '' or substr(nre, 1, 3) = ?9) and (listed or ?10) order by rowid",
                  kColumns),
      query.holder, query.asking, query.nre, query.lot, query.patient, query.kind, query.from,
      query.to, query.region, int64_t{query.late_ones}, int64_t{query.by_holder}));
}

int64_t Recipes::count() {
  auto rows = database_.query("select count(*) from recipe");
  rows.next();
  return rows.number(0);
}

std::vector<Recipe> Recipes::read(Rows rows) {
  std::vector<Recipe> found;
  while (rows.next()) {
    Recipe recipe;
    recipe.nre = rows.text(0);
    recipe.holder = rows.text(1);
    recipe.substitute = rows.text(2);
    recipe.state = static_cast<int>(rows.number(3));
    recipe.not_ssn = rows.number(4) != 0;
    recipe.patient = rows.text(5);
    recipe.kind = rows.text(6);
    recipe.compiled = rows.text(7);
    recipe.received = rows.text(8);
    recipe.authentication = rows.text(9);
    recipe.lot = rows.text(10);
    recipe.header = fields_in(rows.text(11));
    recipe.rows = rows_in(rows.text(12));
    recipe.listed = rows.number(13) != 0;
    found.push_back(std::move(recipe));
  }
  return found;
}

}  // namespace sistema_ts
