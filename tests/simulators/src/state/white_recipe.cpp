// SPDX-License-Identifier: Apache-2.0
#include "state/white_recipe.hpp"

#include <fmt/format.h>

#include "state/numbers.hpp"

namespace sistema_ts {
namespace {

constexpr std::string_view kColumns =
    "number, pin, doctor, patient, state, compiled, received, transaction_code, header, rows";

}  // namespace

void WhiteRecipes::accept(WhiteRecipe& recipe) {
  // Twelve and five characters; the PIN is scattered, so that it tells nothing of the number.
  const int64_t count = next_count(database_, "white", 1);
  recipe.number = fmt::format("RB{:010}", count);
  recipe.pin = fmt::format("{:05}", count * 7919 % 100'000);
  recipe.transaction = fmt::format("{:020}", count);
  database_.run(
      fmt::format("insert into white_recipe ({}) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                  kColumns),
      recipe.number, recipe.pin, recipe.doctor, recipe.patient, int64_t{recipe.state},
      recipe.compiled, recipe.received, recipe.transaction,
      boost::json::serialize(object_of(recipe.header)),
      boost::json::serialize(array_of(recipe.rows)));
}

std::optional<WhiteRecipe> WhiteRecipes::find(std::string_view number) {
  auto found = read(database_.query(
      fmt::format("select {} from white_recipe where number = ?1", kColumns), number));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

bool WhiteRecipes::set_state(std::string_view number, int state) {
  return database_.run("update white_recipe set state = ?2 where number = ?1", number,
                       int64_t{state}) == 1;
}

std::vector<WhiteRecipe> WhiteRecipes::all(std::string_view doctor, std::string_view patient,
                                           std::string_view pin) {
  return read(database_.query(
      fmt::format("select {} from white_recipe where (?1 = '' or doctor = ?1) and "
                  "(?2 = '' or patient = ?2) and (?3 = '' or pin = ?3) order by rowid",
                  kColumns),
      doctor, patient, pin));
}

std::vector<WhiteRecipe> WhiteRecipes::read(Rows rows) {
  std::vector<WhiteRecipe> found;
  while (rows.next()) {
    WhiteRecipe recipe;
    recipe.number = rows.text(0);
    recipe.pin = rows.text(1);
    recipe.doctor = rows.text(2);
    recipe.patient = rows.text(3);
    recipe.state = static_cast<int>(rows.number(4));
    recipe.compiled = rows.text(5);
    recipe.received = rows.text(6);
    recipe.transaction = rows.text(7);
    recipe.header = fields_in(rows.text(8));
    recipe.rows = rows_in(rows.text(9));
    found.push_back(std::move(recipe));
  }
  return found;
}

}  // namespace sistema_ts
