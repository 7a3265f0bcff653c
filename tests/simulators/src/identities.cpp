// SPDX-License-Identifier: Apache-2.0
#include "identities.hpp"

#include <algorithm>
#include <stdexcept>

#include "table.hpp"

namespace sistema_ts {
namespace {

template <typename T, typename Test>
const T* first(const std::vector<T>& all, Test test) {
  const auto found = std::find_if(all.begin(), all.end(), test);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Identities::Identities(std::string_view people, std::string_view regions) {
  for (const auto& cell : read_table(regions, 3)) {
    regions_.push_back({cell[0], cell[1], cell[2]});
  }
  for (const auto& cell : read_table(people, 11)) {
    if (cell[9] != "titolare" && cell[9] != "sostituto") {
      throw std::runtime_error("role of " + cell[0] + " must be titolare or sostituto");
    }
    people_.push_back({cell[0], cell[1], cell[2], cell[3], cell[4], cell[5], cell[6],
                       cut(cell[7], '|'), cell[8], cell[9] == "sostituto", cell[10]});
    if (region(cell[6]) == nullptr) throw std::runtime_error("unknown region " + cell[6]);
  }
}

const Identity* Identities::by_user(std::string_view user) const {
  return first(people_, [&](const Identity& person) { return person.user == user; });
}

const Identity* Identities::by_fiscal_code(std::string_view fiscal_code) const {
  return first(people_, [&](const Identity& person) { return person.fiscal_code == fiscal_code; });
}

const Region* Identities::region(std::string_view code) const {
  return first(regions_, [&](const Region& region) { return region.code == code; });
}

}  // namespace sistema_ts
