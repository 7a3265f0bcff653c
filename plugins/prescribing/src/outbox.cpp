// SPDX-License-Identifier: Apache-2.0
#include "outbox.hpp"

#include "curante/postgres/prepared.hpp"
#include "lease_holder.hpp"
#include "paper_route.hpp"
#include "recipe_composer.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

/// Of each account the oldest queued rows, as many as may be under way at once; and of each row
/// whether it is the first of its patient, and whether one before it waits for the service. The
/// accounts are walked by index, so that ten thousand rows waiting for one doctor cost no more than
/// these few.
const std::string ahead =
    "with recursive account(a) as ("
    " (select account from outbox where practice_id = $1 and standing = 'queued'"
    "   and kind <> 'document' order by account limit 1)"
    " union all"
    " select (select o.account from outbox o where o.practice_id = $1 and o.standing = 'queued'"
    "   and o.kind <> 'document' and o.account > account.a order by o.account limit 1)"
    " from account where account.a is not null),"
    " ahead as ("
    " select h.position, h.due, h.lease_until,"
    "   row_number() over (partition by account.a, h.patient order by h.position) of_patient,"
    "   coalesce(bool_or(h.due > statement_timestamp()) over (partition by account.a"
    "     order by h.position rows between unbounded preceding and 1 preceding), false) waits"
    " from account cross join lateral ("
    "   select o.position, o.patient, o.due, o.lease_until from outbox o"
    "   where o.practice_id = $1 and o.account = account.a and o.standing = 'queued'"
    "   and o.kind <> 'document' order by o.position limit 8) h"
    " where account.a is not null) ";

/// What may be taken now, in order: of what is ahead, and of what keeps no order.
const std::string takeable =
    ", takeable as ("
    " select position from ahead where of_patient = 1 and not waits"
    "   and due <= statement_timestamp()"
    "   and (lease_until is null or lease_until <= statement_timestamp())"
    " union all"
    " (select position from outbox where practice_id = $1"
    "   and (kind = 'document' or standing <> 'queued') and due <= statement_timestamp()"
    "   and (lease_until is null or lease_until <= statement_timestamp()) order by due limit 8)"
    " order by 1) ";

/// Of the row's recipe `r`: the times only where its day is not proven.
std::string of_unproven(const std::string& column) {
  return "case when r.day_unproven then " + millis("r." + column) + " end";
}

/// Takes the first of them that nobody is just taking. They are tried one after the other, until
/// one is taken; an `order by` in `head` would lock them all before that, and they are in order.
/// What is written and looked up is found by its whole key, whatever the planner believed of the
/// tables when nobody had counted them yet: what it could join, it would read from end to end.
const std::string claim_sql =
    ahead + takeable +
    ", head as ("
    " select l.position, l.recipe, l.in_flight from takeable t cross join lateral ("
    "   select o.position, o.recipe, o.in_flight from outbox o"
    "   where o.practice_id = $1 and o.position = t.position and o.due <= clock_timestamp()"
    "   and (o.lease_until is null or o.lease_until <= clock_timestamp())"
    "   for update skip locked) l limit 1)"
    " update outbox o set lease = $2, holder = $3, attempts = o.attempts + 1,"
    "   lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    "   in_flight = o.in_flight or o.kind <> 'document', held = false"
    " from (values (1)) one left join recipe r on r.practice_id = $1"
    "   and r.id = (select recipe from head)"
    " where o.practice_id = $1 and o.position = (select position from head)"
    " returning o.position, o.kind, o.recipe, o.account, o.prescription, o.patient, o.payload,"
    "   o.receipt, o.attempts, (select in_flight from head), o.recalled_by is not null,"
    "   coalesce(r.day_unproven, false), " +
    of_unproven("clock_behind") + ", " + of_unproven("database_time") +
    // See Claimed.
    ", o.asked, coalesce(o.asked is not null and r.undecided, false),"
    " (select count(*) > 1 from takeable)";

const std::string next_due_sql =
    ahead +
    "select ceil(extract(epoch from min(at) - clock_timestamp()) * 1000)::bigint from ("
    " select greatest(due, coalesce(lease_until, due)) at from ahead"
    "   where of_patient = 1 and not waits and due < 'infinity'"
    " union all"
    " (select greatest(due, coalesce(lease_until, due)) from outbox where practice_id = $1"
    "   and (kind = 'document' or standing <> 'queued') and due < 'infinity'"
    "   order by due limit 100)) next";

constexpr auto finished =
    "delete from outbox where practice_id = $1 and position = $2 and lease = $3"
    " and $4 = ''";
// What an earlier answer gave stays unless this one gives it anew.
const std::string recorded_columns =
    // A number that a person was asked about may be another recipe's.
    " nre = coalesce(nullif($6, ''), case when undecided then '' else nre end),"
    " authentication_code = coalesce(nullif($7, ''), authentication_code),"
    " reasons = coalesce(nullif($8, ''), reasons),"
    " white_number = coalesce(nullif($9, ''), white_number),"
    " white_pin = coalesce(nullif($10, ''), white_pin)";
// Lost when the machine or PostgreSQL is stopped hard, the row is still in flight: the recipe is
// submitted again, and the transmitter gives the same answer to the same recipe.
const std::string accepted_with_document =
    "with gone as (delete from outbox where practice_id = $1 and position = $12 and lease = $13"
    "   and (recalled_by is null or $14::boolean) returning 1)"
    " update recipe set state = $3, problem = $4, changed = $5, document = $11,"
    " undecided = false," +
    recorded_columns +
    " where practice_id = $1 and id = $2 and exists (select from gone)"
    " returning" +
    postgres::unsynced;
constexpr auto accepted =
    "update outbox set kind = 'document', standing = 'checking', receipt = $4, attempts = 0,"
    " in_flight = false where practice_id = $1 and position = $2 and lease = $3"
    " returning recalled_by";
constexpr auto postponed =
    "update outbox set due = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    " lease = null, lease_until = null where practice_id = $1 and position = $2 and lease = $3"
    " returning recalled_by";
constexpr auto nothing_taken =
    "update outbox set due = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    // One that was doubted while it was tried is not as it was claimed.
    " standing = 'queued', in_flight = doubted, lease = null, lease_until = null"
    " where practice_id = $1 and position = $2 and lease = $3"
    " returning recalled_by";
constexpr auto outcome_unknown =
    "update outbox set due = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    " standing = 'checking', in_flight = true, lease = null, lease_until = null"
    " where practice_id = $1 and position = $2 and lease = $3"
    " returning recalled_by";
constexpr auto parked =
    "update outbox set due = 'infinity', standing = 'parked', attempts = 0,"
    " in_flight = $4::boolean or doubted, lease = null, lease_until = null"
    " where practice_id = $1 and position = $2 and lease = $3"
    " returning recalled_by";

Kind kind_of(const std::string& name) {
  if (name == "withdraw") return Kind::withdraw;
  return name == "document" ? Kind::document : Kind::submit;
}

}  // namespace

Outbox::Outbox(postgres::Pool& pool, std::string practice, int64_t lease_ms)
    : pool_(pool), practice_(std::move(practice)), lease_ms_(lease_ms), holder_(lease_holder()) {}

std::optional<Claimed> Outbox::claim() {
  const std::string lease = new_id().value();
  return pool_.execute([&](pqxx::transaction_base& tx) -> std::optional<Claimed> {
    const auto rows = postgres::prepared(tx, claim_sql, practice_, lease, holder_, lease_ms_);
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    return Claimed{row[0].as<int64_t>(),
                   lease,
                   kind_of(row[1].c_str()),
                   id_of(row[2]),
                   id_of(row[3]),
                   id_of(row[4]),
                   id_of(row[5]),
                   row[6].c_str(),
                   row[7].c_str(),
                   row[8].as<int32_t>(),
                   row[9].as<bool>(),
                   row[10].as<bool>(),
                   wrong_day::read_day(row, 11),
                   row[14].is_null() ? std::nullopt : std::optional<std::string>(row[14].c_str()),
                   row[15].as<bool>(),
                   row[16].as<bool>()};
  });
}

std::optional<int64_t> Outbox::next_due_ms() {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<int64_t> {
    const auto rows = postgres::prepared(tx, next_due_sql, practice_);
    if (rows[0][0].is_null()) return std::nullopt;
    return rows[0][0].as<int64_t>();
  });
}

bool Outbox::settle(const Claimed& row, Progress& progress, const std::string& row_sql,
                    const std::string& argument, std::optional<bool> held) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed =
        postgres::prepared(tx, row_sql, practice_, row.position, row.lease, argument);
    if (changed.affected_rows() == 0) return false;
    const bool wished_meanwhile = !changed[0][0].is_null() && !row.recalled;
    if (wished_meanwhile) heed_recall(tx, row, progress, id_of(changed[0][0]));
    update_recipe(tx, row.recipe, progress);
    if (held) note_waiting(tx, row, progress, *held);
    return true;
  });
}

void Outbox::note_waiting(pqxx::transaction_base& tx, const Claimed& row, const Progress& progress,
                          bool held) const {
  const bool asks = progress.asks;
  if (!asks && !row.asked && !held) return;
  postgres::prepared(tx,
                     "update outbox set held = $3, asked = case when $4::boolean then $5::text end"
                     " where practice_id = $1 and position = $2",
                     practice_, row.position, held, asks, progress.nre.value());
}

void Outbox::update_recipe(pqxx::transaction_base& tx, const Id& recipe,
                           const Progress& progress) const {
  // Asked of no number, nobody shall look it up under one of before.
  if (progress.undecided && progress.nre.empty()) {
    postgres::prepared(tx, "update recipe set nre = '' where practice_id = $1 and id = $2",
                       practice_, recipe.value());
  }
  static const std::string update = "update recipe set state = $3, problem = $4, changed = $5," +
                                    recorded_columns +
                                    ", undecided = $11 where practice_id = $1 and id = $2";
  postgres::prepared(
      tx, update, practice_, recipe.value(), boost::describe::enum_to_string(progress.state, ""),
      progress.problem, progress.at.iso(), progress.nre.value(), progress.authentication_code,
      progress.reasons, progress.white_number, progress.white_pin, progress.undecided);
}

bool Outbox::finish(const Claimed& row, const Progress& progress) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    if (progress.state == State::refused) {
      lock(tx, practice_, row.recipe);  // as everybody who writes both
      PaperRoute::keep_refused(tx, practice_, row.position, row.lease);
    }
    const auto gone =
        postgres::prepared(tx, finished, practice_, row.position, row.lease, std::string());
    if (gone.affected_rows() == 0) return false;
    update_recipe(tx, row.recipe, progress);
    return true;
  });
}

void Outbox::keep_day(const Claimed& row, const wrong_day::Judgement& judgement) {
  pool_.write(
      [&](pqxx::transaction_base& tx) { wrong_day::keep(tx, practice_, row.recipe, judgement); });
}

bool Outbox::accept(const Claimed& row, Progress& progress, const std::string& receipt) {
  return settle(row, progress, accepted, receipt);
}

bool Outbox::accept_with_document(const Claimed& row, const Progress& progress,
                                  const Id& document) {
  return pool_.execute([&](pqxx::transaction_base& tx) {
    const auto changed = postgres::prepared(
        tx, accepted_with_document, practice_, row.recipe.value(),
        boost::describe::enum_to_string(progress.state, ""), progress.problem, progress.at.iso(),
        progress.nre.value(), progress.authentication_code, progress.reasons, progress.white_number,
        progress.white_pin, document.value(), row.position, row.lease, row.recalled);
    return !changed.empty();
  });
}

std::optional<Progress> Outbox::document_made(const Claimed& row, const Id& document, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<Progress> {
    // Lost when the machine or PostgreSQL is stopped hard, the document is simply asked for again:
    // its maker gives the same one.
    tx.exec("set local synchronous_commit = off");
    const auto changed =
        postgres::prepared(tx, finished, practice_, row.position, row.lease, std::string());
    if (changed.affected_rows() == 0) return std::nullopt;
    const auto recorded = postgres::prepared(
        tx,
        "update recipe set document = $3, changed = $4,"
        // What is said of a wish to take it back is not about its paper.
        " problem = case when state in ('accepted', 'printed') and not $5::boolean"
        "   then '' else problem end where practice_id = $1 and id = $2"
        " returning state, nre, problem",
        practice_, row.recipe.value(), document.value(), at.iso(), row.recalled);
    if (recorded.empty()) return std::nullopt;
    Progress progress;
    progress.at = at;
    boost::describe::enum_from_string(recorded[0][0].c_str(), progress.state);
    progress.nre = Nre(std::string(recorded[0][1].c_str()));
    progress.problem = recorded[0][2].c_str();
    return progress;
  });
}

bool Outbox::postpone(const Claimed& row, Progress& progress, int64_t wait_ms, bool held) {
  // After an uncertain outcome «unreachable» proves nothing of the first request.
  const std::string sql = row.uncertain ? postponed : nothing_taken;
  return settle(row, progress, sql, std::to_string(wait_ms), held);
}

bool Outbox::postpone_document(const Claimed& row, const std::string& problem, int64_t wait_ms) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed = postgres::prepared(tx, postponed, practice_, row.position, row.lease,
                                            std::to_string(wait_ms));
    if (changed.affected_rows() == 0) return false;
    // The recipe may have been withdrawn meanwhile: its state is not this row's to set.
    postgres::prepared(tx,
                       "update recipe set problem = $3 where practice_id = $1 and id = $2"
                       " and state in ('accepted', 'printed') and not $4::boolean",
                       practice_, row.recipe.value(), problem, row.recalled);
    return true;
  });
}

bool Outbox::ask_again(const Claimed& row, Progress& progress, int64_t wait_ms, bool held) {
  return settle(row, progress, outcome_unknown, std::to_string(wait_ms), held);
}

bool Outbox::park(const Claimed& row, Progress& progress, bool doubt) {
  return settle(row, progress, parked, row.uncertain || doubt ? "true" : "false");
}

void Outbox::give_back(const Claimed& row) {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx, postponed, practice_, row.position, row.lease, std::string("2000"));
  });
}

void Outbox::lock(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe) {
  postgres::prepared(tx,
                     "select 1 from outbox where practice_id = $1 and recipe = $2"
                     " order by position for update",
                     practice, recipe.value());
}

State Outbox::withdraw(const Id& recipe, const Id& account, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    lock(tx, practice_, recipe);
    const auto recipes = postgres::prepared(
        tx, "select state, nre from recipe where practice_id = $1 and id = $2 for update",
        practice_, recipe.value());
    const std::string state = recipes.empty() ? "" : recipes[0][0].c_str();
    if (state == "withdrawn") return State::withdrawn;
    if (state == "withdrawing") return State::withdrawing;
    if (state == "accepted") {
      queue_withdrawal(tx, recipe, account);
      update_recipe(tx, recipe, {State::withdrawing, at, {}, "", "", ""});
      return State::withdrawing;
    }
    if (state == "printed") {
      // No service knows of it: what the patient holds in hand only a person can take back. What
      // is not printed yet will not be.
      postgres::prepared(tx, "delete from outbox where practice_id = $1 and recipe = $2", practice_,
                         recipe.value());
      update_recipe(tx, recipe,
                    {State::withdrawn, at, {}, "", "", "annullata: ritirare il foglio"});
      return State::withdrawn;
    }
    const auto parked_here = postgres::prepared(
        tx, "select 1 from outbox where practice_id = $1 and recipe = $2 and kind = 'withdraw'",
        practice_, recipe.value());
    if (state == "attention" && !parked_here.empty()) return State::attention;
    if (state == "refused" || state == "past" || state.empty()) {
      throw Error(
          "recipe-not-withdrawable",
          "la ricetta non risulta accettata dal servizio: non c'è nulla da annullare",
          "se è stata inviata con un altro programma annullarla da lì o dal sito Sistema TS");
    }
    const auto unsent = postgres::prepared(
        tx,
        "delete from outbox where practice_id = $1 and recipe = $2 and kind = 'submit'"
        " and not in_flight",
        practice_, recipe.value());
    if (unsent.affected_rows() == 0) return recall(tx, recipe, account, at);
    update_recipe(tx, recipe, {State::withdrawn, at, {}, "", "", "annullata prima dell'invio"});
    return State::withdrawn;
  });
}

bool Outbox::hurry(const Id& recipe, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(
        tx,
        "update outbox set due = clock_timestamp(), attempts = 0"
        " where practice_id = $1 and recipe = $2 and standing <> 'parked' returning 1",
        practice_, recipe.value());
    const auto resumed = postgres::prepared(
        tx,
        "with row as (update outbox set due = clock_timestamp(), attempts = 0,"
        "   standing = case when in_flight then 'checking' else 'queued' end"
        "   where practice_id = $1 and recipe = $2 and standing = 'parked'"
        "   returning recipe, kind, recalled_by)"
        " update recipe r set state = case when row.kind = 'withdraw' or recalled_by is not null"
        "   then 'withdrawing' else 'waiting' end, problem = '', changed = $3 from row"
        " where r.practice_id = $1 and r.id = row.recipe returning r.id",
        practice_, recipe.value(), at.iso());
    return !rows.empty() || !resumed.empty();
  });
}

void Outbox::hurry_all() {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(
        tx,
        "update outbox set due = clock_timestamp(), attempts = case"
        "   when standing = 'checking' and kind <> 'document' then attempts else 0 end"
        " where practice_id = $1 and standing <> 'parked' and due > clock_timestamp()",
        practice_);
  });
}

void Outbox::hurry_held() {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx,
                       "update outbox set due = clock_timestamp(), held = false"
                       " where practice_id = $1 and held and standing <> 'parked'",
                       practice_);
  });
}

void Outbox::doubt_all(pqxx::transaction_base& tx, const std::string& practice) {
  constexpr auto doubt_rows =
      "update outbox set in_flight = true, doubted = true where practice_id = $1"
      " and kind <> 'document' and not doubted";
  postgres::prepared(tx, doubt_rows, practice);
  // Who moves a row between the two tables writes both: whoever began has ended by now, and what
  // they moved is seen by what comes next; nobody begins before this is done. After the rows of the
  // outbox, as everybody locks.
  tx.exec("lock table paper in share row exclusive mode");
  postgres::prepared(tx, doubt_rows, practice);
  postgres::prepared(tx, "update paper set doubted = true where practice_id = $1 and not doubted",
                     practice);
}

std::vector<Id> Outbox::resume(const Id& account, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(
        tx,
        "with row as (update outbox set due = clock_timestamp(), attempts = 0,"
        "   standing = case when in_flight then 'checking' else 'queued' end"
        "   where practice_id = $1 and standing = 'parked' and ($2 = '' or account::text = $2)"
        "   returning recipe, kind, recalled_by)"
        " update recipe r set state = case when row.kind = 'withdraw' or recalled_by is not null"
        "   then 'withdrawing' else 'waiting' end, problem = '', changed = $3 from row"
        " where r.practice_id = $1 and r.id = row.recipe returning r.id",
        practice_, account.value(), at.iso());
    std::vector<Id> recipes;
    for (const auto& row : rows) recipes.push_back(id_of(row[0]));
    return recipes;
  });
}

int64_t Outbox::free_dead_leases() {
  return pool_.write([&](pqxx::transaction_base& tx) {
    int64_t freed = 0;
    const auto holders = postgres::prepared(
        tx, "select distinct holder from outbox where practice_id = $1 and lease is not null",
        practice_);
    for (const auto& row : holders) {
      const std::string holder = row[0].c_str();
      if (!surely_dead(holder)) continue;
      freed += static_cast<int64_t>(
          postgres::prepared(tx,
                             "update outbox set lease = null, lease_until = null"
                             " where practice_id = $1 and holder = $2 and lease is not null",
                             practice_, holder)
              .affected_rows());
    }
    return freed;
  });
}

}  // namespace curante::prescribing
