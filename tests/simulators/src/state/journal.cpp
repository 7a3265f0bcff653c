// SPDX-License-Identifier: Apache-2.0
#include "state/journal.hpp"

namespace sistema_ts {

void Journal::add(std::string_view at, std::string_view operation, std::string_view user,
                  std::string_view nre, std::string_view outcome) {
  database_.run(
      "insert into journal (at, operation, user, nre, outcome) values (?1, ?2, ?3, ?4, ?5)", at,
      operation, user, nre, outcome);
}

int64_t Journal::arrivals(std::string_view operation, std::string_view nre) {
  auto rows = database_.query("select count(*) from journal where operation = ?1 and nre = ?2",
                              operation, nre);
  rows.next();
  return rows.number(0);
}

std::vector<JournalCount> Journal::counts() {
  std::vector<JournalCount> all;
  auto rows = database_.query(
      "select operation, outcome, count(*) from journal group by 1, 2 order by 1, 2");
  while (rows.next()) all.push_back({rows.text(0), rows.text(1), rows.number(2)});
  return all;
}

}  // namespace sistema_ts
