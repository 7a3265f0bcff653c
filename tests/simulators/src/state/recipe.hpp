// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/fields.hpp"
#include "state/sqlite.hpp"

namespace sistema_ts {

/// States of a recipe, "statoProcesso". Source: specification of 5 Dec 2024, chapter 7.
enum RecipeState : int {
  kToDispense = 3,
  kAnnulled = 4,
  kTaken = 5,
  kPartlyDispensed = 7,
  kDispensed = 8,
  kLastState = 10,
};

/// A recipe the service accepted.
struct Recipe {
  std::string nre;
  std::string holder;
  std::string substitute;  ///< empty: the holder wrote it
  int state = kToDispense;
  bool not_ssn = false;  ///< dispensed, but not at the national service's charge
  std::string patient;
  std::string kind;  ///< F drugs, P specialist services
  std::string compiled;
  std::string received;
  std::string authentication;
  std::string lot;
  Fields header;
  std::vector<Fields> rows;
  bool listed = true;  ///< false: accepted while the list of used numbers was behind

  /// Who wrote it, and alone may annul it.
  const std::string& author() const { return substitute.empty() ? holder : substitute; }
};

/// What a doctor may ask the list of used numbers by; empty texts do not restrict.
struct UsedQuery {
  std::string nre, lot, holder, asking, patient, kind, from, to, region;
  bool late_ones = true;  ///< also those accepted while the list was behind
  bool by_holder = true;  ///< a substitute's is listed under whom they stood in for
};

/// The recipes of one transaction.
class Recipes {
 public:
  explicit Recipes(Sqlite& database) : database_(database) {}

  std::optional<Recipe> find(std::string_view nre);
  void insert(const Recipe& recipe);
  /// False if there is no such recipe.
  bool set_state(std::string_view nre, int state, bool not_ssn);
  /// Oldest first.
  std::vector<Recipe> all(std::string_view doctor = {});
  std::vector<Recipe> used(const UsedQuery& query);
  int64_t count();

 private:
  std::vector<Recipe> read(Rows rows);
  Sqlite& database_;
};

}  // namespace sistema_ts
