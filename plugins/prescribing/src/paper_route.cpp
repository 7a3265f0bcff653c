// SPDX-License-Identifier: Apache-2.0
#include "paper_route.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/fault.hpp"
#include "curante/json.hpp"
#include "curante/postgres/prepared.hpp"
#include "held_paper.hpp"
#include "outbox.hpp"
#include "recall_text.hpp"
#include "recipe_composer.hpp"
#include "rules/clock_behind.hpp"
#include "sql_text.hpp"
#include "voided_forms.hpp"
#include "wrong_day.hpp"

namespace curante::prescribing {
namespace {

using postgres::prepared;

/// Refusals that come before a number is taken from a pad.
bool no_form_used(const std::string& code) {
  constexpr std::string_view codes[] = {
      "block-exhausted",  "block-missing",   "clock-behind",
      "patient-mismatch", "printer-unknown", "red-form-incomplete",
      "red-ledger-file",  "red-not-allowed", "red-restored"};
  return std::find(std::begin(codes), std::end(codes), code) != std::end(codes);
}

/// The outbox's row, unless its request may have left.
constexpr auto off_the_outbox =
    "with gone as (delete from outbox where practice_id = $1 and recipe = $2 and kind = 'submit'"
    "   and not in_flight returning recipe, account, payload)"
    " insert into paper (practice_id, recipe, account, payload, stage, before, problem)"
    " select $1, gone.recipe, gone.account, gone.payload, 'printing', $3, $4 from gone";

/// Of one that is wished back $4 says by whom, and $5 what is said of it; both are empty of others.
const std::string turned_back =
    "   returning recipe, account, payload, problem, doubted,"
    // One that is doubted is asked after, whatever it was before.
    "     case when doubted then 'checking' else before end as before),"
    " queued as (insert into outbox (practice_id, recipe, kind, account, payload, standing, due,"
    "     patient, prescription, in_flight, doubted, recalled_by)"
    "   select $1, gone.recipe, 'submit', gone.account, gone.payload,"
    "     case gone.before when 'attention' then 'parked' when 'checking' then 'checking'"
    "       else 'queued' end,"
    "     case gone.before when 'attention' then 'infinity' else clock_timestamp() end,"
    "     p.patient, p.id, gone.before = 'checking', gone.doubted,"
    "     nullif($4::text, '')::uuid"
    "   from gone join recipe r on r.practice_id = $1 and r.id = gone.recipe"
    "   join prescription p on p.practice_id = $1 and p.id = r.prescription)"
    " update recipe r set state = case $4::text when '' then gone.before else 'withdrawing' end,"
    "   problem = case when $4::text <> '' then $5::text when gone.doubted then ''"
    "   else gone.problem end, changed = $3 from gone"
    " where r.practice_id = $1 and r.id = gone.recipe returning r.id";
const std::string back_to_the_outbox =
    "with gone as (delete from paper where practice_id = $1 and recipe = $2 and attempt = $6"
    "   and stage = 'printing' and not doubted"
    "   and before in ('waiting', 'checking', 'attention')" +
    turned_back;
/// Where a person has said that it was not printed.
const std::string doubted_to_the_outbox =
    "with gone as (delete from paper where practice_id = $1 and recipe = $2"
    "   and stage = 'printing' and doubted and before in ('waiting', 'checking', 'attention')" +
    turned_back;
/// What was refused before is refused again, and what was meant for paper is printed.
constexpr auto doubted_no_more =
    "with back as (update paper set doubted = false, stage = case before when 'refused'"
    "     then 'refused' else stage end where practice_id = $1 and recipe = $2"
    "   and stage = 'printing' and doubted returning recipe, before, problem)"
    " update recipe r set changed = $3,"
    " state = case back.before when 'refused' then 'refused' else 'printed' end,"
    " problem = case back.before when 'refused' then back.problem else $4 end"
    " from back where r.practice_id = $1 and r.id = back.recipe returning r.id";

/// One of which nobody knows whether it is on a form: it goes no way until a person says so.
constexpr auto hold =
    "update recipe r set state = 'attention', changed = $3, problem = case when p.before in"
    "   ('waiting', 'checking', 'attention') then $4 else $5 end from paper p"
    " where r.practice_id = $1 and r.id = $2 and p.practice_id = r.practice_id and p.recipe = r.id"
    " and p.stage = 'printing' and p.doubted and r.state in ('printed', 'attention')"
    " returning r.problem";
/// In a practice that prints on the red pad, what waited in the copy may have been printed since;
/// $4 where the pads themselves say so, of which the copy may know none. A white one may have been
/// in any practice: it takes no pad. One of whose request the outcome was not known could not; of
/// one that was being tried then nobody knows whether it was.
constexpr auto off_the_outbox_held =
    "with gone as (delete from outbox o using recipe r where o.practice_id = $1"
    "   and o.kind = 'submit' and (not o.in_flight or o.standing = 'queued')"
    "   and not o.doubted and o.recalled_by is null"
    "   and r.practice_id = o.practice_id and r.id = o.recipe"
    "   and r.state in ('waiting', 'attention')"
    "   and ($4::boolean or coalesce(r.kind, '') = 'white' or exists (select from red_step s"
    "     where s.practice_id = $1 and s.position > 0))"
    "   returning o.recipe, o.account, o.payload, r.state, r.problem),"
    " held as (insert into paper (practice_id, recipe, account, payload, stage, before, problem,"
    "     doubted)"
    "   select $1, recipe, account, payload, 'printing', state, problem, true from gone"
    "   on conflict (practice_id, recipe) do update set stage = excluded.stage,"
    "     before = excluded.before, problem = excluded.problem, doubted = true)"
    " update recipe r set state = 'attention', changed = $2,"
    "   problem = case when coalesce(r.kind, '') = 'white' then $5 else $3 end from gone"
    " where r.practice_id = $1 and r.id = gone.recipe";
constexpr auto is_held =
    "select from paper where practice_id = $1 and recipe = $2 and stage = 'printing' and doubted";
constexpr auto printed_by =
    "select from paper where practice_id = $1 and recipe = $2 and stage = 'printing'"
    "   and attempt = $3";
/// One that is held has its form all the same.
constexpr auto hold_no_more =
    "with free as (update paper set doubted = false where practice_id = $1 and recipe = $2"
    "   and stage = 'printing' and doubted returning recipe)"
    " update recipe r set state = 'printed', changed = $3 from free"
    " where r.practice_id = $1 and r.id = free.recipe";

/// A recipe whose day is not proven, and that is not on paper yet.
const std::string unproven =
    "select coalesce(p.payload, o.payload), " + wrong_day::day_columns() +
    " from recipe r"
    " left join paper p on p.practice_id = r.practice_id and p.recipe = r.id"
    " left join outbox o on o.practice_id = r.practice_id and o.recipe = r.id"
    "   and o.kind = 'submit'"
    " where r.practice_id = $1 and r.id = $2 and r.day_unproven"
    "   and coalesce(p.payload, o.payload) is not null";

constexpr auto refused_again =
    "with back as (update paper set stage = 'refused' where practice_id = $1 and recipe = $2"
    "   and attempt = $3 and stage = 'printing' and before = 'refused' and not doubted"
    "   returning recipe, problem)"
    " update recipe r set state = 'refused', problem = back.problem, changed = $4 from back"
    " where r.practice_id = $1 and r.id = back.recipe";

/// The recipe's state, the code of its form and its number, under lock; nothing when it is unknown.
struct Standing {
  std::string state, code, nre;
};
std::optional<Standing> lock_recipe(pqxx::transaction_base& tx, const std::string& practice,
                                    const Id& recipe) {
  const auto rows = prepared(tx,
                             "select state, coalesce(paper_code, ''), nre from recipe"
                             " where practice_id = $1 and id = $2 for update",
                             practice, recipe.value());
  if (rows.empty()) return std::nullopt;
  return Standing{rows[0][0].c_str(), rows[0][1].c_str(), rows[0][2].c_str()};
}

/// Whether somebody may hold the form, or come to hold it: also one without a code, which waits for
/// the doctor's word.
bool is_live(const red_recipes::Form& form) {
  return !form.code.empty() || (form.state != red_recipes::State::cancelling &&
                                form.state != red_recipes::State::cancelled);
}

constexpr auto waits_for_the_doctor =
    "attende la conferma del medico: confermarla in «Ricette rosse», o annullarla";
constexpr auto not_printed_yet = "non ancora stampata: stamparla su ricetta rossa, o annullarla";

Error not_printable() {
  return Error("recipe-not-printable", "questa ricetta non può continuare come ricetta rossa",
               "se serve al paziente, annullarla e prescrivere di nuovo su carta");
}

Error doubted(const std::string& question) {
  return Error("recipe-uncertain",
               "prima del ripristino del database può essere già stata stampata, o essere partita",
               question);
}

Error uncertain() {
  return Error("recipe-uncertain",
               "non si sa ancora se il servizio ha ricevuto la ricetta: su carta il paziente "
               "potrebbe averne due",
               "attendere l'esito, che viene chiesto di continuo; se è accettata annullarla, poi "
               "continuare come rossa");
}

}  // namespace

void PaperRoute::begin(pqxx::transaction_base& tx, const std::string& practice,
                       const recipe_transmitter::Recipe& recipe, const std::string& payload) {
  prepared(tx,
           "insert into paper (practice_id, recipe, account, payload, stage)"
           " values ($1, $2, $3, $4, 'printing')",
           practice, recipe.id.value(), recipe.account.value(), payload);
  prepared(tx,
           "update recipe set state = 'printed', problem = 'in stampa su ricetta rossa'"
           " where practice_id = $1 and id = $2",
           practice, recipe.id.value());
}

void PaperRoute::hold_waiting(pqxx::transaction_base& tx, const std::string& practice, Instant at,
                              RestoreFinder by) {
  prepared(tx, off_the_outbox_held, practice, at.iso(), std::string(held_paper::was_it_printed),
           by == RestoreFinder::red_pads, std::string(held_paper::was_white_printed));
}

void PaperRoute::keep_refused(pqxx::transaction_base& tx, const std::string& practice,
                              int64_t position, const std::string& lease) {
  prepared(tx,
           "insert into paper (practice_id, recipe, account, payload, stage)"
           " select practice_id, recipe, account, payload, 'refused' from outbox"
           " where practice_id = $1 and position = $2 and lease = $3 and kind = 'submit'"
           " on conflict do nothing",
           practice, position, lease);
}

void PaperRoute::go(const CallContext& context, const Id& recipe, const Id& patient,
                    const std::string& printer) {
  // Asked before anything changes: while the red room is away, nobody knows of a form.
  // One that has a form never turned back, and carries its day already.
  if (!form_of(context, recipe)) {
    if (const auto question = hold_doubted(context, recipe)) throw doubted(*question);
    demand_right_day(context, recipe);
  } else {
    release_printed(context, recipe);
  }
  const auto begun = leave(context.practice(), recipe, patient, neighbours_.now(context).now);
  if (begun) print(context, *begun, printer);
}

/// What a person is asked of one that may be on a form of which this copy of the database does not
/// know; nothing of any other.
std::optional<std::string> PaperRoute::hold_doubted(const CallContext& context, const Id& recipe) {
  const Instant at = neighbours_.now(context).now;
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<std::string> {
    Outbox::lock(tx, context.practice(), recipe);
    lock_recipe(tx, context.practice(), recipe);
    const auto held =
        prepared(tx, hold, context.practice(), recipe.value(), at.iso(), held_paper::was_it_printed,
                 held_paper::was_it_printed_from_the_start);
    if (held.empty()) return std::nullopt;
    return held[0][0].c_str();
  });
}

void PaperRoute::release_printed(const CallContext& context, const Id& recipe) {
  const Instant at = neighbours_.now(context).now;
  pool_.write([&](pqxx::transaction_base& tx) {
    lock_recipe(tx, context.practice(), recipe);
    prepared(tx, hold_no_more, context.practice(), recipe.value(), at.iso());
  });
}

bool PaperRoute::ask_after_doubted(const CallContext& context, const Id& recipe,
                                   const Id& recalled_by) {
  const Instant at = neighbours_.now(context).now;
  return pool_.write([&](pqxx::transaction_base& tx) {
    Outbox::lock(tx, context.practice(), recipe);
    const auto standing = lock_recipe(tx, context.practice(), recipe);
    const std::string wish =
        standing && !recalled_by.empty() ? recall_text(Nre(standing->nre)) : std::string();
    return !prepared(tx, doubted_to_the_outbox, context.practice(), recipe.value(), at.iso(),
                     recalled_by.value(), wish)
                .empty();
  });
}

bool PaperRoute::holds(const std::string& practice, const Id& recipe) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    return !prepared(tx, is_held, practice, recipe.value()).empty();
  });
}

bool PaperRoute::was_not_printed(const CallContext& context, const Id& recipe,
                                 recipe_transmitter::RecipeKind kind) {
  if (!holds(context.practice(), recipe)) return false;
  const bool has_no_form = kind == recipe_transmitter::RecipeKind::white;
  if (!has_no_form && form_of(context, recipe)) {
    release_printed(context, recipe);
    return true;
  }
  if (ask_after_doubted(context, recipe, Id())) return true;
  const Instant at = neighbours_.now(context).now;
  return pool_.write([&](pqxx::transaction_base& tx) {
    lock_recipe(tx, context.practice(), recipe);
    return !prepared(tx, doubted_no_more, context.practice(), recipe.value(), at.iso(),
                     not_printed_yet)
                .empty();
  });
}

/// Nothing when it has its form already.
std::optional<PaperRoute::Printing> PaperRoute::leave(const std::string& practice, const Id& recipe,
                                                      const Id& patient, Instant at) {
  const std::string attempt = new_id().value();
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<Printing> {
    Outbox::lock(tx, practice, recipe);
    const auto rows = prepared(tx,
                               "select state, problem, coalesce(kind, '') from recipe"
                               " where practice_id = $1 and id = $2 for update",
                               practice, recipe.value());
    // The red form is the SSN's: what the patient pays does not stand on it.
    if (rows.empty() || rows[0][2].c_str() == std::string("white")) throw not_printable();
    const std::string state = rows[0][0].c_str(), problem = rows[0][1].c_str();
    if (state == "refused") {
      const auto kept = prepared(tx,
                                 "update paper set stage = 'printing', before = $3, problem = $4"
                                 " where practice_id = $1 and recipe = $2",
                                 practice, recipe.value(), state, problem);
      if (kept.affected_rows() == 0) throw not_printable();
    } else if (state == "waiting" || state == "checking" || state == "attention") {
      const auto left =
          prepared(tx, off_the_outbox, practice, recipe.value(), state, problem).affected_rows();
      const auto row = prepared(
          tx, "select 1 from outbox where practice_id = $1 and recipe = $2 and kind = 'submit'",
          practice, recipe.value());
      if (left == 0) throw row.empty() ? not_printable() : uncertain();
    } else if (state != "printed") {
      throw not_printable();
    }
    const auto taken = prepared(tx,
                                "update paper set attempt = $3 where practice_id = $1 and"
                                " recipe = $2 and stage = 'printing' returning payload",
                                practice, recipe.value(), attempt);
    if (taken.empty()) return std::nullopt;
    prepared(tx,
             "update recipe set state = 'printed', problem = 'in stampa su ricetta rossa',"
             " changed = $3 where practice_id = $1 and id = $2",
             practice, recipe.value(), at.iso());
    return Printing{recipe, patient, attempt, taken[0][0].c_str()};
  });
}

void PaperRoute::print(const CallContext& context, const Printing& it, const std::string& printer) {
  const std::string practice = context.practice();
  red_recipes::Print call;
  call.patient = it.patient;
  call.printer = printer;
  call.recipe = from_json<recipe_transmitter::Recipe>(host_, it.payload);
  try {
    const red_recipes::Form form = neighbours_.print_red(context, call);
    if (!arrive(practice, it, form, neighbours_.now(context).now)) {
      // It was withdrawn, or went back, while it was printed: the form must not stay valid, whoever
      // printed it.
      void_late_form(it.recipe);
    }
  } catch (const Error& e) {
    // Another attempt may have taken a number that this one knows nothing of.
    if (no_form_used(e.code()) && !form_of(context, it.recipe)) {
      turn_back(practice, it, e.message() + ": " + e.remedy(), neighbours_.now(context).now);
    }
    throw;
  }
}

void PaperRoute::demand_right_day(const CallContext& context, const Id& recipe) {
  const auto kept = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, unproven, context.practice(), recipe.value());
  });
  if (kept.empty()) return;
  const auto it = from_json<recipe_transmitter::Recipe>(host_, kept[0][0].c_str());
  const auto standing = neighbours_.clock_standing(context);
  const auto judgement = wrong_day::judge(it, wrong_day::read_day(kept[0], 1), standing,
                                          neighbours_.now(context).now);
  if (judgement.verdict == wrong_day::Judgement::Verdict::wrong) throw wrong_day::refusal(it);
  pool_.write([&](pqxx::transaction_base& tx) {
    wrong_day::keep(tx, context.practice(), recipe, judgement);
  });
  // On paper nobody could hold it back any more; once the clock is right, its day is judged by it.
  if (standing && clock::is_wrong(*standing)) {
    throw Error("clock-behind", clock::wrong_text(*standing),
                clock::wrong_remedy("poi stampare di nuovo; nulla è stato stampato"));
  }
}

/// What is withdrawn is withdrawn, whether or not its form can be voided now: RedSteps sees to it.
void PaperRoute::void_late_form(const Id& recipe) const {
  try {
    red_recipes::Cancel cancel;
    cancel.recipe = recipe;
    const red_recipes::Form form = neighbours_.cancel_red(host_.background(), cancel);
    pool_.write([&](pqxx::transaction_base& tx) {
      voided_forms::note(tx, host_.background().practice(), form.code);
    });
  } catch (const Error& e) {
    host_.warning(fmt::format("the form of a withdrawn recipe is voided later: {}", e.code()));
  }
}

/// The form that is live. Throws what GetForm throws, other than that there is none.
std::optional<red_recipes::Form> PaperRoute::form_of(const CallContext& context,
                                                     const Id& recipe) const {
  try {
    red_recipes::GetForm call;
    call.recipe = recipe;
    const red_recipes::Form form = neighbours_.red_form(context, call);
    if (is_live(form)) return form;
  } catch (const Error& e) {
    if (e.code() != "red-form-unknown") throw;
  }
  return std::nullopt;
}

bool PaperRoute::arrive(const std::string& practice, const Printing& it,
                        const red_recipes::Form& form, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto standing = lock_recipe(tx, practice, it.recipe);
    if (!standing) return false;
    // Doubted while it was printed, here is its form.
    const bool held = standing->state == "attention" &&
                      !prepared(tx, printed_by, practice, it.recipe.value(), it.attempt).empty();
    if (standing->state != "printed" && !held) return false;
    if (form.code.empty()) {
      say(tx, practice, it.recipe, waits_for_the_doctor);
      return true;
    }
    const auto mine = prepared(tx, "delete from paper where practice_id = $1 and recipe = $2",
                               practice, it.recipe.value());
    // Without that row RedSteps wrote the form, and later than the printing answered.
    if (mine.affected_rows() == 0) return true;
    prepared(
        tx,
        "update recipe set state = 'printed', paper_code = $3, document = nullif($4, '')::uuid,"
        " problem = '', changed = $5 where practice_id = $1 and id = $2",
        practice, it.recipe.value(), form.code, form.document.value(), at.iso());
    return true;
  });
}

void PaperRoute::turn_back(const std::string& practice, const Printing& it,
                           const std::string& problem, Instant at) {
  pool_.write([&](pqxx::transaction_base& tx) {
    lock_recipe(tx, practice, it.recipe);
    prepared(tx, back_to_the_outbox, practice, it.recipe.value(), at.iso(), "", "", it.attempt);
    prepared(tx, refused_again, practice, it.recipe.value(), it.attempt, at.iso());
    // One that was meant for paper from the start says why it is not there yet.
    prepared(tx,
             "update recipe r set problem = $4, changed = $5 from paper p where r.practice_id = $1"
             " and r.id = $2 and p.practice_id = $1 and p.recipe = $2 and p.attempt = $3"
             " and p.before = '' and not p.doubted",
             practice, it.recipe.value(), it.attempt, problem, at.iso());
    prepared(tx, hold, practice, it.recipe.value(), at.iso(), held_paper::was_it_printed,
             held_paper::was_it_printed_from_the_start);
  });
}

void PaperRoute::go_on() {
  const CallContext context = host_.background();
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx,
                    "select r.id, p.patient from paper a join recipe r"
                    "   on r.practice_id = a.practice_id and r.id = a.recipe"
                    " join prescription p on p.practice_id = r.practice_id"
                    "   and p.id = r.prescription"
                    " where a.practice_id = $1 and a.stage = 'printing'"
                    // A white one has no form that might be found: it is held until a person says.
                    "   and coalesce(r.kind, '') <> 'white'",
                    context.practice());
  });
  for (const auto& row : rows) {
    try {
      go_on_with(context, id_of(row[0]), id_of(row[1]));
    } catch (const std::exception& e) {
      host_.warning(fmt::format("a red recipe is still not printed: {}", fault_of(e)));
    }
  }
}

void PaperRoute::go_on_with(const CallContext& context, const Id& recipe, const Id& patient) {
  const auto form = form_of(context, recipe);
  if (form && !form->code.empty()) return go(context, recipe, patient, "");
  // A number is taken only while somebody stands at the printer.
  if (!form && hold_doubted(context, recipe)) return;
  pool_.write([&](pqxx::transaction_base& tx) {
    say(tx, context.practice(), recipe, form ? waits_for_the_doctor : not_printed_yet);
  });
}

void PaperRoute::say(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe,
                     const std::string& problem) {
  prepared(tx,
           "update recipe set problem = $3 where practice_id = $1 and id = $2"
           " and state = 'printed'",
           practice, recipe.value(), problem);
}

bool PaperRoute::withdraw(const CallContext& context, const Id& recipe, const Id& account) {
  if (!form_of(context, recipe) && ask_after_doubted(context, recipe, account)) return false;
  while (true) {
    const auto voided = void_form(context, recipe);
    const Instant at = neighbours_.now(context).now;
    const bool done = pool_.write([&](pqxx::transaction_base& tx) {
      const auto standing = lock_recipe(tx, context.practice(), recipe);
      // Printed since there was no form to void. One that comes still later finds the recipe
      // withdrawn: whoever brings it, PaperRoute or RedSteps, voids it.
      if (standing && !voided && !standing->code.empty()) return false;
      if (voided) voided_forms::note(tx, context.practice(), *voided);
      const auto here = prepared(tx, "delete from paper where practice_id = $1 and recipe = $2",
                                 context.practice(), recipe.value());
      const bool on_a_sheet = (voided && !voided->empty()) || (standing && !standing->code.empty());
      prepared(tx,
               "update recipe set state = 'withdrawn', changed = $3,"
               " problem = case state when 'attention' then 'annullata qui: se prima del ripristino"
               " è stata stampata, vale quel foglio' else $5 end"
               " where practice_id = $1 and id = $2"
               // One of which a person was asked is not in the outbox, as others that need one are.
               " and (state = 'printed' or state = 'attention' and $4::boolean)",
               context.practice(), recipe.value(), at.iso(), here.affected_rows() > 0,
               on_a_sheet ? "annullata: ritirare il foglio" : "annullata prima di essere stampata");
      return true;
    });
    if (done) return true;
  }
}

/// Its form's code; nothing when none was used: only our own record is left to change.
std::optional<std::string> PaperRoute::void_form(const CallContext& context,
                                                 const Id& recipe) const {
  try {
    red_recipes::Cancel call;
    call.recipe = recipe;
    return neighbours_.cancel_red(context, call).code;
  } catch (const Error& e) {
    if (e.code() != "red-form-unknown") throw;
    return std::nullopt;
  }
}

}  // namespace curante::prescribing
