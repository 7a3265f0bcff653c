// SPDX-License-Identifier: Apache-2.0
#include "paper_route.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/fault.hpp"
#include "curante/json.hpp"
#include "curante/postgres/prepared.hpp"
#include "open_recipes.hpp"
#include "outbox.hpp"
#include "paper_rows.hpp"
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

/// The outbox's row, unless its request may have left, or somebody wishes it taken back.
constexpr auto off_the_outbox =
    "with gone as (delete from outbox where practice_id = $1 and recipe = $2 and kind = 'submit'"
    "   and not in_flight and recalled_by is null returning recipe, account, payload)"
    " insert into paper (practice_id, recipe, account, payload, stage, before, problem)"
    " select $1, gone.recipe, gone.account, gone.payload, 'printing', $3, $4 from gone";

const std::string back_to_the_outbox =
    std::string(
        "with gone as (delete from paper where practice_id = $1 and recipe = $2 and attempt = $6"
        "   and stage = 'printing' and not doubted"
        "   and before in ('waiting', 'checking', 'attention')") +
    paper::turned_back;
constexpr auto printed_by =
    "select from paper where practice_id = $1 and recipe = $2 and stage = 'printing'"
    "   and attempt = $3";
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
    "   returning recipe, problem, refused)"
    " update recipe r set state = 'refused', problem = back.problem, seen = null,"
    "   put_on_paper = null,"
    "   changed = coalesce(back.refused, $4::timestamptz) from back"
    " where r.practice_id = $1 and r.id = back.recipe";

/// Whether somebody may hold the form, or come to hold it: also one without a code, which waits for
/// the doctor's word.
bool is_live(const red_recipes::Form& form) {
  return !form.code.empty() || (form.state != red_recipes::State::cancelling &&
                                form.state != red_recipes::State::cancelled);
}

constexpr auto waits_for_the_doctor =
    "attende la conferma del medico: confermarla in «Ricette rosse», o annullarla";
Error not_printable() {
  return Error("recipe-not-printable", "questa ricetta non può continuare come ricetta rossa",
               "se serve al paziente, annullarla e prescrivere di nuovo su carta");
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
  const bool has_form = form_of(context, recipe).has_value();
  if (!has_form) {
    demand_no_other(context, recipe);
    if (const auto question = hold_doubted(context, recipe)) throw paper::doubted(*question);
    demand_right_day(context, recipe);
  } else {
    release_printed(context, recipe);
  }
  const auto begun =
      leave(context.practice(), {recipe, patient, has_form}, neighbours_.now(context).now);
  if (begun) print(context, *begun, printer);
}

/// Nothing when it has its form already.
std::optional<PaperRoute::Printing> PaperRoute::leave(const std::string& practice,
                                                      const Leaving& it, Instant at) {
  const std::string attempt = new_id().value();
  const Id& recipe = it.recipe;
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
      // What is on its form already is only written down.
      if (!it.has_form && open_recipes::has_another(tx, practice, recipe)) {
        throw replaced_is_not_printed();
      }
      const auto kept = prepared(tx,
                                 "update paper p set stage = 'printing', before = $3, problem = $4,"
                                 " refused = r.changed from recipe r where p.practice_id = $1"
                                 " and p.recipe = $2 and not p.doubted"
                                 " and r.practice_id = p.practice_id and r.id = p.recipe",
                                 practice, recipe.value(), state, problem);
      if (kept.affected_rows() == 0) throw not_printable();
    } else if (state == "waiting" || state == "checking" || state == "attention") {
      const auto left =
          prepared(tx, off_the_outbox, practice, recipe.value(), state, problem).affected_rows();
      const auto row = prepared(tx, paper::recalled_on_its_way, practice, recipe.value());
      if (left == 0 && !row.empty()) {
        throw row[0][0].as<bool>() ? recalled_is_not_printed() : uncertain();
      }
      if (left == 0) throw not_printable();
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
             " changed = $3, put_on_paper = case when state = 'refused' then $3::timestamptz"
             "   else put_on_paper end where practice_id = $1 and id = $2",
             practice, recipe.value(), at.iso());
    return Printing{recipe, it.patient, attempt, taken[0][0].c_str()};
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

void PaperRoute::demand_no_other(const CallContext& context, const Id& recipe) {
  const bool another = pool_.look_up([&](pqxx::transaction_base& tx) {
    return open_recipes::has_another(tx, context.practice(), recipe);
  });
  if (another) throw replaced_is_not_printed();
}

void PaperRoute::demand_right_day(const CallContext& context, const Id& recipe) {
  const auto kept = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, unproven, context.practice(), recipe.value());
  });
  if (kept.empty()) return;
  const auto it = from_json<recipe_transmitter::Recipe>(host_, kept[0][0].c_str());
  const auto standing = neighbours_.clock_standing(context);
  const auto judgement =
      wrong_day::judge(it, wrong_day::read_day(kept[0], 1), standing, neighbours_.now(context).now);
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
    const auto standing = paper::lock_recipe(tx, practice, it.recipe);
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
    paper::lock_recipe(tx, practice, it.recipe);
    prepared(tx, back_to_the_outbox, practice, it.recipe.value(), at.iso(), "", "", it.attempt);
    prepared(tx, refused_again, practice, it.recipe.value(), it.attempt, at.iso());
    // One that was meant for paper from the start says why it is not there yet.
    prepared(tx,
             "update recipe r set problem = $4, changed = $5 from paper p where r.practice_id = $1"
             " and r.id = $2 and p.practice_id = $1 and p.recipe = $2 and p.attempt = $3"
             " and p.before = '' and not p.doubted",
             practice, it.recipe.value(), it.attempt, problem, at.iso());
    hold(tx, practice, it.recipe, at);
  });
}

bool PaperRoute::is_unasked(const std::string& practice) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    return !prepared(tx,
                     "select from paper a join recipe r on r.practice_id = a.practice_id"
                     " and r.id = a.recipe where a.practice_id = $1 and a.stage = 'printing'"
                     " and a.doubted and r.state = 'printed' limit 1",
                     practice)
                .empty();
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
    say(tx, context.practice(), recipe, form ? waits_for_the_doctor : paper::not_printed_yet);
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
      const auto standing = paper::lock_recipe(tx, context.practice(), recipe);
      // Printed since there was no form to void. One that comes still later finds the recipe
      // withdrawn: whoever brings it, PaperRoute or RedSteps, voids it.
      if (standing && !voided && !standing->code.empty()) return false;
      if (voided) voided_forms::note(tx, context.practice(), *voided);
      const auto here = prepared(tx,
                                 "delete from paper where practice_id = $1 and recipe = $2"
                                 " returning doubted",
                                 context.practice(), recipe.value());
      const bool on_a_sheet = (voided && !voided->empty()) || (standing && !standing->code.empty());
      const bool doubted = !here.empty() && here[0][0].as<bool>();
      const char* unprinted =
          doubted ? paper::taken_back_in_doubt : "annullata prima di essere stampata";
      prepared(tx,
               "update recipe set state = 'withdrawn', changed = $3,"
               " problem = case state when 'attention' then $5 else $6 end"
               " where practice_id = $1 and id = $2"
               // One of which a person was asked is not in the outbox, as others that need one are.
               " and (state = 'printed' or state = 'attention' and $4::boolean)",
               context.practice(), recipe.value(), at.iso(), here.affected_rows() > 0,
               paper::taken_back_in_doubt,
               on_a_sheet ? "annullata: ritirare il foglio" : unprinted);
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
