// SPDX-License-Identifier: Apache-2.0
#include "red_steps.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "curante/fault.hpp"
#include "curante/postgres/prepared.hpp"
#include "red_trouble.hpp"
#include "sql_text.hpp"
#include "voided_forms.hpp"

namespace curante::prescribing {
namespace {

using postgres::prepared;

constexpr auto move_on =
    "insert into red_step (practice_id, position) values ($1, $3)"
    " on conflict (practice_id) do update set position = $3 where red_step.position = $2";

/// Each answers the recipes that it changed.
constexpr auto void_it =
    "update recipe r set state = 'withdrawn', changed = $4, red_trouble = $5,"
    " paper_code = coalesce(nullif($3, ''), paper_code), problem = case when $6 <> '' then $6"
    "   when $3 = '' then 'annullata prima di essere stampata'"
    "   else 'annullata: ritirare il foglio' end"
    " from prescription p where r.practice_id = $1 and r.id = $2"
    // Withdrawn already, it is told whether the ministry has carried it out.
    " and (r.state = 'printed' or r.state = 'withdrawn'"
    "   and (r.red_trouble <> $5 or $6 <> '' and r.problem <> $6))"
    " and p.practice_id = r.practice_id and p.id = r.prescription"
    " returning r.prescription, r.id, p.patient, r.problem";
constexpr auto on_its_form =
    "update recipe r set paper_code = $3, document = nullif($4, '')::uuid, changed = $5,"
    " red_trouble = $6, problem = case $4 when '' then"
    "   'la nuova stampa non è pronta: ripeterla in «Ricette rosse»' else $7 end"
    " from prescription p where r.practice_id = $1 and r.id = $2 and r.state = 'printed'"
    " and ((r.paper_code, r.document, r.red_trouble)"
    "     is distinct from ($3, nullif($4, '')::uuid, $6) or $7 <> '' and r.problem <> $7)"
    " and p.practice_id = r.practice_id and p.id = r.prescription"
    // One that has no print yet is still being printed: PaperRoute finishes it.
    " and ($4 <> '' or r.paper_code is not null)"
    " returning r.prescription, r.id, p.patient, r.problem";

/// One that the ministry did not cancel is void all the same: repeating that is a person's
/// decision.
bool is_void(const red_recipes::Form& form) {
  return form.state == red_recipes::State::cancelling ||
         form.state == red_recipes::State::cancelled ||
         form.state == red_recipes::State::not_cancelled;
}

pqxx::result step(pqxx::transaction_base& tx, const std::string& practice,
                  const red_recipes::Form& form, Instant at) {
  const RedTroubleSaid said = red_trouble(form);
  const std::string trouble = red_trouble_name(said.trouble);
  if (is_void(form)) {
    return prepared(tx, void_it, practice, form.recipe.value(), form.code, at.iso(), trouble,
                    said.problem);
  }
  return prepared(tx, on_its_form, practice, form.recipe.value(), form.code, form.document.value(),
                  at.iso(), trouble, said.problem);
}

/// Recipes that are withdrawn and have a live form all the same: it came while they were, and the
/// host that should have voided it may have died. One that was asked to be void already, and is
/// live since the ministry did not take that, is for a person. Locks all that changed, so that none
/// is withdrawn meanwhile.
std::vector<red_recipes::Form> orphans(pqxx::transaction_base& tx, const std::string& practice,
                                       const red_recipes::ChangeList& changes,
                                       const std::set<std::string>& voided) {
  std::vector<Id> changed;
  std::vector<red_recipes::Form> found;
  std::map<std::string, const red_recipes::Form*> live;
  for (const red_recipes::Form& form : changes.forms) {
    changed.push_back(form.recipe);
    if (!is_void(form)) live[form.recipe.value()] = &form;
  }
  for (const auto& row : prepared(tx,
                                  "select id, state from recipe where practice_id = $1"
                                  " and id = any($2::uuid[]) order by id for update",
                                  practice, uuid_array(changed))) {
    const std::string id = row[0].c_str();
    const bool withdrawn = std::string_view(row[1].c_str()) == "withdrawn";
    if (!withdrawn || !live.contains(id) || voided.contains(id)) continue;
    if (!voided_forms::asked(tx, practice, live[id]->code)) found.push_back(*live[id]);
  }
  return found;
}

/// What is to be told of it; nothing when it changes nothing here.
std::optional<RecipeChanged> follow_one(pqxx::transaction_base& tx, const std::string& practice,
                                        const red_recipes::Form& form, Instant at) {
  if (form.code.empty() && !is_void(form)) return std::nullopt;  // waits for the doctor
  if (is_void(form)) voided_forms::note(tx, practice, form.code);
  const auto rows = step(tx, practice, form, at);
  if (rows.empty()) return std::nullopt;
  if (is_void(form) || !form.document.empty()) {
    prepared(tx, "delete from paper where practice_id = $1 and recipe = $2", practice,
             form.recipe.value());
  }
  return RecipeChanged{id_of(rows[0][0]),
                       id_of(rows[0][1]),
                       id_of(rows[0][2]),
                       is_void(form) ? State::withdrawn : State::printed,
                       Nre(),
                       rows[0][3].c_str()};
}

}  // namespace

void RedSteps::follow() {
  try {
    follow_all();
  } catch (const std::exception& e) {
    host_.warning(fmt::format("red forms are not followed now: {}", fault_of(e)));
  }
}

void RedSteps::follow_all() {
  const CallContext context = host_.background();
  std::set<std::string> voided;
  while (true) {
    const int64_t from = position(context.practice());
    red_recipes::ListChanges call;
    call.after = from;
    const red_recipes::ChangeList changes = neighbours_.red_changes(context, call);
    if (changes.position == from) return;
    const Applied applied = apply(context.practice(), from, changes, voided);
    for (const red_recipes::Form& orphan : applied.orphans) {
      void_form(context, orphan);
      voided.insert(orphan.recipe.value());
    }
    // Where another thread moved on first, what it saw may be older than what we were told of.
    if (applied.moved && !changes.more) return;
  }
}

/// Throws what Cancel throws, other than that there is none any more.
void RedSteps::void_form(const CallContext& context, const red_recipes::Form& form) const {
  try {
    red_recipes::Cancel call;
    call.recipe = form.recipe;
    neighbours_.cancel_red(context, call);
  } catch (const Error& e) {
    if (e.code() != "red-form-unknown") throw;
  }
  pool_.write(
      [&](pqxx::transaction_base& tx) { voided_forms::note(tx, context.practice(), form.code); });
}

int64_t RedSteps::position(const std::string& practice) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, "select position from red_step where practice_id = $1", practice);
  });
  return rows.empty() ? 0 : rows[0][0].as<int64_t>();
}

RedSteps::Applied RedSteps::apply(const std::string& practice, int64_t from,
                                  const red_recipes::ChangeList& changes,
                                  const std::set<std::string>& voided) {
  const Instant at = neighbours_.now(host_.background()).now;
  std::vector<RecipeChanged> told;
  const Applied applied = pool_.write([&](pqxx::transaction_base& tx) {
    told.clear();
    Applied out;
    out.orphans = orphans(tx, practice, changes, voided);
    if (!out.orphans.empty()) return out;
    out.moved = prepared(tx, move_on, practice, from, changes.position).affected_rows() > 0;
    if (!out.moved) return out;
    for (const red_recipes::Form& form : changes.forms) {
      if (const auto event = follow_one(tx, practice, form, at)) told.push_back(*event);
    }
    return out;
  });
  for (const RecipeChanged& event : told) neighbours_.tell(host_.background(), event);
  return applied;
}

}  // namespace curante::prescribing
