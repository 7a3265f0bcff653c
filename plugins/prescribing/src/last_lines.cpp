// SPDX-License-Identifier: Apache-2.0
#include "last_lines.hpp"

#include "curante/postgres/prepared.hpp"
#include "prescription_row.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

/// A therapy's newest line and an ATC code's may be one and the same: it is answered once.
const std::string& statement() {
  static const std::string sql =
      "with drugs as (select " + line_columns + ", " + millis("p.issued") +
      " as issued, r.state, r.kind as recipe_kind, coalesce(r.exemption, p.exemption) as exemption,"
      " r.id as recipe, l.position as place"
      " from prescription p" + std::string(recipes_and_lines) +
      " where p.practice_id = $1 and p.patient = $2 and l.kind is null"
      " and r.state not in ('refused', 'withdrawn')"
      " and (l.therapy = any($3::text[]) or l.atc = any($4::text[])))"
      " (select distinct on (therapy) * from drugs where therapy = any($3::text[])"
      " order by therapy, issued desc, recipe, place)"
      " union (select distinct on (atc) * from drugs where atc = any($4::text[])"
      " order by atc, issued desc, recipe, place)"
      " order by issued desc, recipe, place";
  return sql;
}

LastLine last_line_of(const pqxx::row& row) {
  LastLine last;
  last.line = line_of(row, 0);
  last.issued = instant_of(row[line_columns_count]);
  boost::describe::enum_from_string(row[line_columns_count + 1].c_str(), last.state);
  boost::describe::enum_from_string(row[line_columns_count + 2].c_str(), last.kind);
  last.exemption = row[line_columns_count + 3].c_str();
  return last;
}

}  // namespace

LastLineList last_lines(postgres::Pool& pool, const std::string& practice,
                        const ListLastLines& call) {
  return pool.read([&](pqxx::transaction_base& tx) {
    LastLineList list;
    for (const auto& row : postgres::prepared(tx, statement(), practice, call.patient.value(),
                                              uuid_array(call.therapies), text_array(call.atcs))) {
      list.lines.push_back(last_line_of(row));
    }
    return list;
  });
}

}  // namespace curante::prescribing
