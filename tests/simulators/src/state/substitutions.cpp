// SPDX-License-Identifier: Apache-2.0
#include "state/substitutions.hpp"

namespace sistema_ts {

void Substitutions::add(const Substitution& it) {
  database_.run(
      "insert into substitution (holder, substitute, starts, ends, unit_told, received) "
      "values (?1, ?2, ?3, ?4, ?5, ?6)",
      it.holder, it.substitute, it.from, it.until, it.health_unit_told, it.received);
}

bool Substitutions::overlaps(const Substitution& it) {
  return database_
      .query("select 1 from substitution where holder = ?1 and substitute = ?2 "
             "and starts <= ?4 and ends >= ?3",
             it.holder, it.substitute, it.from, it.until)
      .next();
}

std::vector<Substitution> Substitutions::all() {
  std::vector<Substitution> all;
  auto rows = database_.query(
      "select holder, substitute, starts, ends, unit_told, received from substitution order by id");
  while (rows.next()) {
    all.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4),
                   rows.text(5)});
  }
  return all;
}

}  // namespace sistema_ts
