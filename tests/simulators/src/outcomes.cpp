// SPDX-License-Identifier: Apache-2.0
#include "outcomes.hpp"

#include <algorithm>
#include <stdexcept>

#include "table.hpp"

namespace sistema_ts {

OutcomeTable::OutcomeTable(std::string_view text) {
  for (const auto& cell : read_table(text, 4)) {
    by_code_.emplace(cell[0], Outcome{cell[0], cell[3], cell[1] == "yes", 0});
  }
}

Outcome OutcomeTable::operator()(std::string_view code, size_t row) const {
  const auto found = by_code_.find(code);
  if (found == by_code_.end()) throw std::out_of_range("outcome " + std::string(code));
  Outcome outcome = found->second;
  outcome.row = row;
  return outcome;
}

std::string_view header_code(const Outcomes& outcomes) {
  if (outcomes.empty()) return "0000";
  const bool refused = std::any_of(outcomes.begin(), outcomes.end(),
                                   [](const Outcome& outcome) { return outcome.blocking; });
  return refused ? "9999" : "0001";
}

}  // namespace sistema_ts
