// SPDX-License-Identifier: Apache-2.0
#include "late_arrivals.hpp"

#include "curante/postgres/prepared.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {

namespace {

// One number is a word of the text. One that is told again keeps its place: nothing changes.
constexpr const char* note = R"sql(
with fresh as (
  select practice_id, id,
         array_to_string(
           case when $4 then array_remove(string_to_array(late_numbers, ' '), $3)
                when $3 = any(string_to_array(late_numbers, ' '))
                  then string_to_array(late_numbers, ' ')
                else string_to_array(late_numbers, ' ') || $3::text end, ' ') as numbers
  from recipe where practice_id = $1 and id = $2)
update recipe r set late_numbers = f.numbers, changed = $5
from fresh f, prescription p
where r.practice_id = f.practice_id and r.id = f.id and r.late_numbers <> f.numbers
  and p.practice_id = r.practice_id and p.id = r.prescription
returning r.prescription, p.patient, r.state, r.nre, r.problem
)sql";

}  // namespace

void LateArrivals::follow(const sistema_ts::LateArrivalChanged& it) {
  const Instant at = neighbours_.now(host_.background()).now;
  const auto changed = pool_.write([&](pqxx::transaction_base& tx) {
    return postgres::prepared(tx, note, host_.background().practice(), it.recipe.value(), it.number,
                              it.annulled, at.iso());
  });
  if (changed.empty()) return;
  const auto row = changed[0];
  RecipeChanged event;
  event.prescription = id_of(row[0]);
  event.recipe = it.recipe;
  event.patient = id_of(row[1]);
  boost::describe::enum_from_string(row[2].c_str(), event.state);
  event.nre = Nre(std::string(row[3].c_str()));
  event.problem = row[4].c_str();
  neighbours_.tell(host_.background(), event);
}

std::string late_text(const std::string& numbers, State state) {
  if (numbers.empty()) return "";
  const std::string arrived =
      "la ricetta è arrivata in ritardo anche con il numero " + numbers +
      ", che Sistema TS non annulla: ";
  if (state == State::withdrawn) {
    return arrived + "anche se ritirata, il paziente può usarla o averla già usata. Avvisarlo.";
  }
  return arrived + "il paziente ne ha due. Annullare questa, o avvisarlo.";
}

}  // namespace curante::prescribing
