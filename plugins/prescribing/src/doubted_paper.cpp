// SPDX-License-Identifier: Apache-2.0
// PaperRoute: what may be on paper since the database came back from a copy.
#include "curante/postgres/prepared.hpp"
#include "held_paper.hpp"
#include "outbox.hpp"
#include "paper_route.hpp"
#include "paper_rows.hpp"
#include "recall_text.hpp"

namespace curante::prescribing {
namespace {

using postgres::prepared;

/// Where a person has said that it was not printed.
const std::string doubted_to_the_outbox =
    std::string(
        "with gone as (delete from paper where practice_id = $1 and recipe = $2 and stage ="
        "   'printing' and doubted and before in ('waiting', 'checking', 'attention')") +
    paper::turned_back;
/// What was refused before is refused again, and what was meant for paper is printed.
constexpr auto doubted_no_more =
    "with back as (update paper set doubted = false, stage = case before when 'refused'"
    "     then 'refused' else stage end where practice_id = $1 and recipe = $2"
    "   and stage = 'printing' and doubted returning recipe, before, problem, refused)"
    " update recipe r set changed = case back.before when 'refused'"
    "   then coalesce(back.refused, $3::timestamptz) else $3::timestamptz end,"
    " seen = case back.before when 'refused' then null else r.seen end,"
    " put_on_paper = case back.before when 'refused' then null else r.put_on_paper end,"
    " state = case back.before when 'refused' then 'refused' else 'printed' end,"
    " problem = case back.before when 'refused' then back.problem else $4 end"
    " from back where r.practice_id = $1 and r.id = back.recipe returning r.id";
/// One that no service has, and that a person wishes back.
constexpr auto refused_taken_back =
    "with gone as (delete from paper where practice_id = $1 and recipe = $2"
    "   and stage = 'printing' and doubted and before = 'refused' returning recipe)"
    " update recipe r set state = 'withdrawn', problem = $4, changed = $3 from gone"
    " where r.practice_id = $1 and r.id = gone.recipe returning r.id";

/// Of what was refused in the copy it is asked only when somebody would print it: there may be
/// years of it.
constexpr auto refused_on_its_way =
    "update paper p set stage = 'printing', before = r.state, problem = r.problem, attempt = null,"
    "   refused = r.changed"
    " from recipe r where p.practice_id = $1 and p.recipe = $2 and p.stage = 'refused'"
    " and p.doubted and r.practice_id = p.practice_id and r.id = p.recipe and r.state = 'refused'";
/// One of which nobody knows whether it is on paper: it goes no way until a person says so.
constexpr auto in_doubt =
    "select p.before, coalesce(r.kind, '') = 'white' from recipe r join paper p"
    " on p.practice_id = r.practice_id and p.recipe = r.id"
    " where r.practice_id = $1 and r.id = $2 and p.stage = 'printing' and p.doubted"
    " and r.state in ('printed', 'attention', 'refused')";
constexpr auto ask_a_person =
    "update recipe set state = 'attention', problem = $4, changed = $3"
    " where practice_id = $1 and id = $2";

/// In a practice that prints on the red pad, what waited in the copy may have been printed since;
/// $4 where the pads themselves say so, of which the copy may know none. A white one may have been
/// in any practice: it takes no pad. So may one that was asked after in the copy, which a service
/// may have refused since; and one that an earlier restore put in doubt. What a person was asked of
/// such a one, its channel says again.
constexpr auto off_the_outbox_held =
    "with gone as (delete from outbox o using recipe r where o.practice_id = $1"
    "   and o.kind = 'submit' and o.recalled_by is null"
    "   and r.practice_id = o.practice_id and r.id = o.recipe"
    "   and r.state in ('waiting', 'checking', 'attention')"
    "   and ($4::boolean or coalesce(r.kind, '') = 'white' or exists (select from red_step s"
    "     where s.practice_id = $1 and s.position > 0))"
    "   returning o.recipe, o.account, o.payload, r.state, r.problem),"
    " held as (insert into paper (practice_id, recipe, account, payload, stage, before, problem,"
    "     doubted)"
    "   select $1, recipe, account, payload, 'printing', state, problem, true from gone"
    "   on conflict (practice_id, recipe) do update set stage = excluded.stage,"
    "     before = excluded.before, problem = excluded.problem, doubted = true)"
    " update recipe r set state = 'attention', changed = $2,"
    "   nre = case when undecided then '' else nre end, undecided = false,"
    "   problem = case when coalesce(r.kind, '') = 'white' then $5 else $3 end from gone"
    " where r.practice_id = $1 and r.id = gone.recipe";
constexpr auto is_held =
    "select before from paper where practice_id = $1 and recipe = $2 and stage = 'printing' and "
    "doubted";
/// One that is held has its form all the same.
constexpr auto hold_no_more =
    "with free as (update paper set doubted = false where practice_id = $1 and recipe = $2"
    "   and doubted returning recipe, stage)"
    " update recipe r set state = 'printed', changed = $3 from free"
    " where r.practice_id = $1 and r.id = free.recipe and free.stage = 'printing'";

}  // namespace

void PaperRoute::hold_waiting(pqxx::transaction_base& tx, const std::string& practice, Instant at,
                              RestoreFinder by) {
  prepared(tx, off_the_outbox_held, practice, at.iso(), held_paper::question("waiting", false),
           by != RestoreFinder::transmitter, held_paper::question("waiting", true));
}

std::optional<std::string> PaperRoute::hold(pqxx::transaction_base& tx, const std::string& practice,
                                            const Id& recipe, Instant at) {
  const auto doubted = prepared(tx, in_doubt, practice, recipe.value());
  if (doubted.empty()) return std::nullopt;
  const std::string question =
      held_paper::question(doubted[0][0].c_str(), doubted[0][1].as<bool>());
  prepared(tx, ask_a_person, practice, recipe.value(), at.iso(), question);
  return question;
}

std::optional<std::string> PaperRoute::hold_doubted(const CallContext& context, const Id& recipe) {
  const Instant at = neighbours_.now(context).now;
  return pool_.write([&](pqxx::transaction_base& tx) {
    Outbox::lock(tx, context.practice(), recipe);
    paper::lock_recipe(tx, context.practice(), recipe);
    prepared(tx, refused_on_its_way, context.practice(), recipe.value());
    return hold(tx, context.practice(), recipe, at);
  });
}

void PaperRoute::release_printed(const CallContext& context, const Id& recipe) {
  const Instant at = neighbours_.now(context).now;
  pool_.write([&](pqxx::transaction_base& tx) {
    paper::lock_recipe(tx, context.practice(), recipe);
    prepared(tx, hold_no_more, context.practice(), recipe.value(), at.iso());
  });
}

bool PaperRoute::ask_after_doubted(const CallContext& context, const Id& recipe,
                                   const Id& recalled_by) {
  const Instant at = neighbours_.now(context).now;
  return pool_.write([&](pqxx::transaction_base& tx) {
    Outbox::lock(tx, context.practice(), recipe);
    const auto standing = paper::lock_recipe(tx, context.practice(), recipe);
    const std::string wish =
        standing && !recalled_by.empty() ? recall_text(Nre(standing->nre)) : std::string();
    return !prepared(tx, doubted_to_the_outbox, context.practice(), recipe.value(), at.iso(),
                     recalled_by.value(), wish)
                .empty();
  });
}

bool PaperRoute::take_back_held(const CallContext& context, const Id& recipe, const Id& account) {
  if (ask_after_doubted(context, recipe, account)) return false;
  return settle_held(context, recipe, refused_taken_back, paper::taken_back_in_doubt);
}

std::optional<std::string> PaperRoute::held_from(const std::string& practice, const Id& recipe) {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<std::string> {
    const auto rows = prepared(tx, is_held, practice, recipe.value());
    if (rows.empty()) return std::nullopt;
    return rows[0][0].c_str();
  });
}

bool PaperRoute::was_not_printed(const CallContext& context, const Id& recipe,
                                 recipe_transmitter::RecipeKind kind) {
  if (!held_from(context.practice(), recipe)) return false;
  const bool has_no_form = kind == recipe_transmitter::RecipeKind::white;
  if (!has_no_form && form_of(context, recipe)) {
    release_printed(context, recipe);
    return true;
  }
  if (ask_after_doubted(context, recipe, Id())) return true;
  return settle_held(context, recipe, doubted_no_more, paper::not_printed_yet);
}

bool PaperRoute::settle_held(const CallContext& context, const Id& recipe, const char* as,
                             const char* problem) {
  const Instant at = neighbours_.now(context).now;
  return pool_.write([&](pqxx::transaction_base& tx) {
    paper::lock_recipe(tx, context.practice(), recipe);
    return !prepared(tx, as, context.practice(), recipe.value(), at.iso(), problem).empty();
  });
}

}  // namespace curante::prescribing
