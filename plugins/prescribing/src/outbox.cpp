// SPDX-License-Identifier: Apache-2.0
#include "outbox.hpp"

#include "curante/postgres/prepared.hpp"
#include "lease_holder.hpp"
#include "paper_route.hpp"
#include "recipe_composer.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

/// Rows that may be taken as far as order goes: of each account the oldest queued one, and all that
/// keep no order. The first part walks the accounts by index, so that ten thousand rows waiting for
/// one doctor cost no more than one.
const std::string candidates =
    "with recursive account(a) as ("
    " (select account from outbox where practice_id = $1 and standing = 'queued'"
    "   and kind <> 'document' order by account limit 1)"
    " union all"
    " select (select o.account from outbox o where o.practice_id = $1 and o.standing = 'queued'"
    "   and o.kind <> 'document' and o.account > account.a order by o.account limit 1)"
    " from account where account.a is not null),"
    " candidate as ("
    " select h.position from account cross join lateral ("
    "   select o.position from outbox o where o.practice_id = $1 and o.account = account.a"
    "   and o.standing = 'queued' and o.kind <> 'document' order by o.position limit 1) h"
    " where account.a is not null"
    " union all"
    " select position from outbox where practice_id = $1"
    "   and (kind = 'document' or standing <> 'queued')) ";

const std::string claim_sql =
    candidates +
    ", head as (select o.position, o.in_flight from outbox o"
    "   where o.practice_id = $1 and o.position = any(array(select position from candidate))"
    "   and o.due <= clock_timestamp()"
    "   and (o.lease_until is null or o.lease_until <= clock_timestamp())"
    "   order by o.position limit 1 for update skip locked)"
    " update outbox o set lease = $2, holder = $3, attempts = o.attempts + 1,"
    "   lease_until = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    "   in_flight = o.in_flight or o.kind <> 'document'"
    " from head, recipe r, prescription p"
    " where o.practice_id = $1 and o.position = head.position"
    "   and r.practice_id = o.practice_id and r.id = o.recipe"
    "   and p.practice_id = r.practice_id and p.id = r.prescription"
    " returning o.position, o.kind, o.recipe, o.account, p.id, p.patient, o.payload, o.receipt,"
    "   o.attempts, head.in_flight";

const std::string next_due_sql =
    candidates +
    "select ceil(extract(epoch from"
    "   min(greatest(o.due, coalesce(o.lease_until, o.due))) - clock_timestamp()) * 1000)::bigint"
    " from outbox o where o.practice_id = $1"
    "   and o.position = any(array(select position from candidate)) and o.due < 'infinity'";

constexpr auto finished =
    "delete from outbox where practice_id = $1 and position = $2 and lease = $3"
    " and $4 = ''";
constexpr auto accepted =
    "update outbox set kind = 'document', standing = 'checking', receipt = $4, attempts = 0,"
    " in_flight = false where practice_id = $1 and position = $2 and lease = $3";
constexpr auto postponed =
    "update outbox set due = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    " lease = null, lease_until = null where practice_id = $1 and position = $2 and lease = $3";
constexpr auto nothing_taken =
    "update outbox set due = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    " standing = 'queued', in_flight = false, lease = null, lease_until = null"
    " where practice_id = $1 and position = $2 and lease = $3";
constexpr auto outcome_unknown =
    "update outbox set due = clock_timestamp() + $4::bigint * interval '1 millisecond',"
    " standing = 'checking', in_flight = true, lease = null, lease_until = null"
    " where practice_id = $1 and position = $2 and lease = $3";
constexpr auto parked =
    "update outbox set due = 'infinity', standing = 'parked', attempts = 0,"
    " in_flight = $4::boolean, lease = null, lease_until = null"
    " where practice_id = $1 and position = $2 and lease = $3";

Kind kind_of(const std::string& name) {
  if (name == "withdraw") return Kind::withdraw;
  return name == "document" ? Kind::document : Kind::submit;
}

[[noreturn]] void not_withdrawable(const std::string& why, const std::string& remedy) {
  throw Error("recipe-not-withdrawable", why, remedy);
}

}  // namespace

Outbox::Outbox(postgres::Pool& pool, std::string practice, int64_t lease_ms)
    : pool_(pool), practice_(std::move(practice)), lease_ms_(lease_ms), holder_(lease_holder()) {}

std::optional<Claimed> Outbox::claim() {
  const std::string lease = new_id().value();
  return pool_.write([&](pqxx::transaction_base& tx) -> std::optional<Claimed> {
    const auto rows = postgres::prepared(tx, claim_sql, practice_, lease, holder_, lease_ms_);
    if (rows.empty()) return std::nullopt;
    const auto& row = rows[0];
    return Claimed{row[0].as<int64_t>(),    lease,
                   kind_of(row[1].c_str()), id_of(row[2]),
                   id_of(row[3]),           id_of(row[4]),
                   id_of(row[5]),           row[6].c_str(),
                   row[7].c_str(),          row[8].as<int32_t>(),
                   row[9].as<bool>()};
  });
}

std::optional<int64_t> Outbox::next_due_ms() {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<int64_t> {
    const auto rows = postgres::prepared(tx, next_due_sql, practice_);
    if (rows[0][0].is_null()) return std::nullopt;
    return rows[0][0].as<int64_t>();
  });
}

bool Outbox::settle(const Claimed& row, const Progress& progress, const std::string& row_sql,
                    const std::string& argument) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed =
        postgres::prepared(tx, row_sql, practice_, row.position, row.lease, argument);
    if (changed.affected_rows() == 0) return false;
    update_recipe(tx, row.recipe, progress);
    return true;
  });
}

void Outbox::update_recipe(pqxx::transaction_base& tx, const Id& recipe,
                           const Progress& progress) const {
  // What an earlier answer gave stays unless this one gives it anew.
  postgres::prepared(tx,
                     "update recipe set state = $3, problem = $4, changed = $5,"
                     " nre = coalesce(nullif($6, ''), nre),"
                     " authentication_code = coalesce(nullif($7, ''), authentication_code),"
                     " reasons = coalesce(nullif($8, ''), reasons),"
                     " white_number = coalesce(nullif($9, ''), white_number),"
                     " white_pin = coalesce(nullif($10, ''), white_pin)"
                     " where practice_id = $1 and id = $2",
                     practice_, recipe.value(), boost::describe::enum_to_string(progress.state, ""),
                     progress.problem, progress.at.iso(), progress.nre.value(),
                     progress.authentication_code, progress.reasons, progress.white_number,
                     progress.white_pin);
}

bool Outbox::finish(const Claimed& row, const Progress& progress) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    if (progress.state == State::refused) {
      PaperRoute::keep_refused(tx, practice_, row.position, row.lease);
    }
    const auto gone =
        postgres::prepared(tx, finished, practice_, row.position, row.lease, std::string());
    if (gone.affected_rows() == 0) return false;
    update_recipe(tx, row.recipe, progress);
    return true;
  });
}

bool Outbox::accept(const Claimed& row, const Progress& progress, const std::string& receipt) {
  return settle(row, progress, accepted, receipt);
}

bool Outbox::document_made(const Claimed& row, const Id& document, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    // Lost in a crash, the document is simply asked for again: its maker gives the same one.
    tx.exec("set local synchronous_commit = off");
    const auto changed =
        postgres::prepared(tx, finished, practice_, row.position, row.lease, std::string());
    if (changed.affected_rows() == 0) return false;
    postgres::prepared(
        tx,
        "update recipe set document = $3, changed = $4,"
        " problem = case when state in ('accepted', 'printed') then '' else problem end"
        " where practice_id = $1 and id = $2",
        practice_, row.recipe.value(), document.value(), at.iso());
    return true;
  });
}

bool Outbox::postpone(const Claimed& row, const Progress& progress, int64_t wait_ms) {
  // After an uncertain outcome «unreachable» proves nothing of the first request.
  const std::string sql = row.uncertain ? postponed : nothing_taken;
  return settle(row, progress, sql, std::to_string(wait_ms));
}

bool Outbox::postpone_document(const Claimed& row, const std::string& problem, int64_t wait_ms) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed = postgres::prepared(tx, postponed, practice_, row.position, row.lease,
                                            std::to_string(wait_ms));
    if (changed.affected_rows() == 0) return false;
    // The recipe may have been withdrawn meanwhile: its state is not this row's to set.
    postgres::prepared(tx,
                       "update recipe set problem = $3 where practice_id = $1 and id = $2"
                       " and state in ('accepted', 'printed')",
                       practice_, row.recipe.value(), problem);
    return true;
  });
}

bool Outbox::ask_again(const Claimed& row, const Progress& progress, int64_t wait_ms) {
  return settle(row, progress, outcome_unknown, std::to_string(wait_ms));
}

bool Outbox::park(const Claimed& row, const Progress& progress, bool doubt) {
  return settle(row, progress, parked, row.uncertain || doubt ? "true" : "false");
}

void Outbox::give_back(const Claimed& row) {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx, postponed, practice_, row.position, row.lease, std::string("2000"));
  });
}

State Outbox::withdraw(const Id& recipe, const Id& account, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto recipes = postgres::prepared(
        tx, "select state, nre from recipe where practice_id = $1 and id = $2 for update",
        practice_, recipe.value());
    const std::string state = recipes.empty() ? "" : recipes[0][0].c_str();
    if (state == "withdrawn") return State::withdrawn;
    if (state == "withdrawing") return State::withdrawing;
    if (state == "accepted") {
      postgres::prepared(tx,
                         "insert into outbox (practice_id, recipe, kind, account, payload)"
                         " values ($1, $2, 'withdraw', $3, '') on conflict do nothing",
                         practice_, recipe.value(), account.value());
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
      not_withdrawable("la ricetta non risulta accettata dal servizio: non c'è nulla da annullare",
                       "se è stata inviata con un altro programma annullarla da lì o dal sito "
                       "Sistema TS");
    }
    const auto unsent = postgres::prepared(
        tx,
        "delete from outbox where practice_id = $1 and recipe = $2 and kind = 'submit'"
        " and not in_flight",
        practice_, recipe.value());
    if (unsent.affected_rows() == 0) {
      not_withdrawable("non si sa ancora se il servizio ha ricevuto la ricetta",
                       "attendere l'esito, che viene chiesto di continuo, e annullarla allora");
    }
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
        "   where practice_id = $1 and recipe = $2 and standing = 'parked' returning recipe, kind)"
        " update recipe r set state = case row.kind when 'withdraw' then 'withdrawing'"
        "   else 'waiting' end, problem = '', changed = $3 from row"
        " where r.practice_id = $1 and r.id = row.recipe returning r.id",
        practice_, recipe.value(), at.iso());
    return !rows.empty() || !resumed.empty();
  });
}

void Outbox::hurry_all() {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(
        tx,
        "update outbox set due = clock_timestamp(), attempts = 0"
        " where practice_id = $1 and standing <> 'parked' and due > clock_timestamp()",
        practice_);
  });
}

void Outbox::doubt_all() {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx,
                       "update outbox set in_flight = true where practice_id = $1"
                       " and kind <> 'document' and not in_flight",
                       practice_);
  });
}

std::vector<Id> Outbox::resume(const Id& account, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto rows = postgres::prepared(
        tx,
        "with row as (update outbox set due = clock_timestamp(), attempts = 0,"
        "   standing = case when in_flight then 'checking' else 'queued' end"
        "   where practice_id = $1 and standing = 'parked' and ($2 = '' or account::text = $2)"
        "   returning recipe, kind)"
        " update recipe r set state = case row.kind when 'withdraw' then 'withdrawing'"
        "   else 'waiting' end, problem = '', changed = $3 from row"
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
