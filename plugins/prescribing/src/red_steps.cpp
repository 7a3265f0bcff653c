// SPDX-License-Identifier: Apache-2.0
#include "red_steps.hpp"

#include <fmt/format.h>

#include "curante/fault.hpp"
#include "curante/postgres/prepared.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

using postgres::prepared;

constexpr auto move_on =
    "insert into red_step (practice_id, position) values ($1, $3)"
    " on conflict (practice_id) do update set position = $3 where red_step.position = $2";

/// Each answers the recipes that it changed.
constexpr auto void_it =
    "update recipe r set state = 'withdrawn', changed = $4,"
    " paper_code = coalesce(nullif($3, ''), paper_code), problem = case $3 when '' then"
    "   'annullata prima di essere stampata' else 'annullata: ritirare il foglio' end"
    " from prescription p where r.practice_id = $1 and r.id = $2 and r.state = 'printed'"
    " and p.practice_id = r.practice_id and p.id = r.prescription"
    " returning r.prescription, r.id, p.patient, r.problem";
constexpr auto on_its_form =
    "update recipe r set paper_code = $3, document = nullif($4, '')::uuid, changed = $5,"
    " problem = case $4 when '' then"
    "   'la nuova stampa non è pronta: ripeterla in «Ricette rosse»' else '' end"
    " from prescription p where r.practice_id = $1 and r.id = $2 and r.state = 'printed'"
    " and (r.paper_code, r.document) is distinct from ($3, nullif($4, '')::uuid)"
    " and p.practice_id = r.practice_id and p.id = r.prescription"
    // One that has no print yet is still being printed: PaperRoute finishes it.
    " and ($4 <> '' or r.paper_code is not null)"
    " returning r.prescription, r.id, p.patient, r.problem";

bool is_void(const red_recipes::Form& form) {
  return form.state == red_recipes::State::cancelling ||
         form.state == red_recipes::State::cancelled;
}

pqxx::result step(pqxx::transaction_base& tx, const std::string& practice,
                  const red_recipes::Form& form, Instant at) {
  if (is_void(form)) {
    return prepared(tx, void_it, practice, form.recipe.value(), form.code, at.iso());
  }
  return prepared(tx, on_its_form, practice, form.recipe.value(), form.code, form.document.value(),
                  at.iso());
}

}  // namespace

void RedSteps::follow() {
  const CallContext context = host_.background();
  try {
    while (true) {
      const int64_t from = position(context.practice());
      red_recipes::ListChanges call;
      call.after = from;
      const red_recipes::ChangeList changes = neighbours_.red_changes(context, call);
      if (changes.position == from) return;
      // Where another thread moved on first, what it saw may be older than what we were told of.
      if (apply(context.practice(), from, changes) && !changes.more) return;
    }
  } catch (const std::exception& e) {
    host_.warning(fmt::format("red forms are not followed now: {}", fault_of(e)));
  }
}

int64_t RedSteps::position(const std::string& practice) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, "select position from red_step where practice_id = $1", practice);
  });
  return rows.empty() ? 0 : rows[0][0].as<int64_t>();
}

bool RedSteps::apply(const std::string& practice, int64_t from,
                     const red_recipes::ChangeList& changes) {
  const Instant at = neighbours_.now(host_.background()).now;
  std::vector<RecipeChanged> told;
  const bool moved = pool_.write([&](pqxx::transaction_base& tx) {
    told.clear();
    if (prepared(tx, move_on, practice, from, changes.position).affected_rows() == 0) return false;
    for (const red_recipes::Form& form : changes.forms) {
      if (form.code.empty() && !is_void(form)) continue;  // waits for the doctor
      const auto rows = step(tx, practice, form, at);
      if (rows.empty()) continue;
      if (is_void(form) || !form.document.empty()) {
        prepared(tx, "delete from paper where practice_id = $1 and recipe = $2", practice,
                 form.recipe.value());
      }
      told.push_back({id_of(rows[0][0]), id_of(rows[0][1]), id_of(rows[0][2]),
                      is_void(form) ? State::withdrawn : State::printed, Nre(),
                      rows[0][3].c_str()});
    }
    return true;
  });
  for (const RecipeChanged& event : told) neighbours_.tell(host_.background(), event);
  return moved;
}

}  // namespace curante::prescribing
