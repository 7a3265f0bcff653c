// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/recipe.hpp"

namespace sistema_ts {

/// An electronic white recipe the service accepted, under a number of its own.
struct WhiteRecipe {
  std::string number;  ///< NRBE
  std::string pin;
  std::string doctor;
  std::string patient;
  int state = kToDispense;
  std::string compiled;
  std::string received;
  std::string transaction;
  Fields header;
  std::vector<Fields> rows;

  /// Of a recipe that is dispensed in part, the first row is what was dispensed.
  int state_of_row(size_t row) const {
    if (state != kPartlyDispensed) return state;
    return row == 0 ? kDispensed : kToDispense;
  }
};

/// The white recipes of one transaction.
class WhiteRecipes {
 public:
  explicit WhiteRecipes(Sqlite& database) : database_(database) {}

  /// Gives the recipe its number and PIN, and keeps it.
  void accept(WhiteRecipe& recipe);
  std::optional<WhiteRecipe> find(std::string_view number);
  /// False if there is no such recipe.
  bool set_state(std::string_view number, int state);
  /// Oldest first; empty texts do not restrict.
  std::vector<WhiteRecipe> all(std::string_view doctor = {}, std::string_view patient = {},
                               std::string_view pin = {});

 private:
  std::vector<WhiteRecipe> read(Rows rows);
  Sqlite& database_;
};

}  // namespace sistema_ts
