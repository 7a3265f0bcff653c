// SPDX-License-Identifier: Apache-2.0
#include "handover_store.hpp"

#include "curante/postgres/prepared.hpp"
#include "delivery_modes.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

using postgres::prepared;

constexpr auto begin_sql =
    "insert into delivery (practice_id, recipe, number, mode, state, asked_by)"
    " values ($1, $2, 1, $3, $4, nullif($5, '')::uuid)";

/// A refused recipe comes back only as a red one, and a withdrawn one never.
constexpr auto drop_sql =
    "update delivery d set state = 'dropped' from recipe r where d.practice_id = $1"
    " and d.state = 'due' and d.batch is null and r.practice_id = d.practice_id and r.id = d.recipe"
    " and r.state in ('withdrawn', 'refused', 'printed', 'past')";

/// A recipe can go when it is accepted and what is to be sent of it is there. It waits a moment for
/// others of its prescription that go the same way and cannot yet.
constexpr auto batches_sql =
    "with open as (select d.recipe, d.number, d.mode, r.prescription, d.alone_from,"
    "   r.state = 'accepted' and (d.mode <> 'mail-memo' or r.document is not null) as can_go"
    "   from delivery d join recipe r on r.practice_id = d.practice_id and r.id = d.recipe"
    "   where d.practice_id = $1 and d.state = 'due' and d.batch is null"
    "   for update of d skip locked),"
    " ready as (select prescription, mode, gen_random_uuid() as batch from open"
    "   group by prescription, mode"
    "   having bool_or(can_go) and (bool_and(can_go) or min(alone_from) <= clock_timestamp()))"
    " update delivery d set batch = ready.batch from open join ready using (prescription, mode)"
    " where d.practice_id = $1 and d.recipe = open.recipe and d.number = open.number and "
    "open.can_go";

const std::string batch_sql =
    "with head as (select batch, min(due) from delivery where practice_id = $1 and state = 'due'"
    "   and batch is not null and due <= clock_timestamp() group by batch order by 2, 1 limit 1)"
    " select d.batch, d.mode, p.id, p.patient, p.doctor,"
    " (p.issued at time zone 'Europe/Rome')::date, r.id, r.document,"
    " case when r.kind = 'white' then r.white_number else r.nre end, coalesce(r.kind, ''),"
    " r.state = 'accepted'"
    " from head join delivery d on d.practice_id = $1 and d.batch = head.batch and d.state = 'due'"
    " join recipe r on r.practice_id = d.practice_id and r.id = d.recipe"
    " join prescription p on p.practice_id = r.practice_id and p.id = r.prescription"
    " order by r.position";

/// What waits for its batch is looked for again when its recipe is told to have changed; only the
/// moment from which it goes alone has to be waited for.
constexpr auto next_due_sql =
    "select ceil(extract(epoch from min(case when d.batch is null then d.alone_from else d.due end)"
    "   - clock_timestamp()) * 1000)::bigint"
    " from delivery d join recipe r on r.practice_id = d.practice_id and r.id = d.recipe"
    " where d.practice_id = $1 and d.state = 'due' and (d.batch is not null or"
    " (r.state = 'accepted' and (d.mode <> 'mail-memo' or r.document is not null)))";

/// The recipe's last way is still on its way, and is the one that is asked for.
constexpr auto same_way_sql =
    "select 1 from (select mode, state from delivery where practice_id = $1 and recipe = $2"
    " order by number desc limit 1) last where last.mode = $3 and last.state in ('due', 'handed')";

constexpr auto ask_sql =
    "insert into delivery (practice_id, recipe, number, mode, state, request, asked_by, settled,"
    " alone_from) select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, nullif($6, '')::uuid,"
    " nullif($7, '')::timestamptz, clock_timestamp() from delivery"
    " where practice_id = $1 and recipe = $2 on conflict do nothing";

constexpr auto settled_sql =
    "update delivery set state = $3, problem = $4, settled = nullif($5, '')::timestamptz"
    " where practice_id = $1 and message = $2 and state in ('handed', 'failed', 'sent')"
    " and (state <> $3 or problem <> $4) returning recipe";

constexpr auto given_back_sql =
    "update delivery set state = 'due', batch = null, message = null, problem = '',"
    " alone_from = clock_timestamp() where practice_id = $1 and message = $2"
    " and state in ('handed', 'failed') returning recipe";

std::vector<Id> ids_of(const pqxx::result& rows) {
  std::vector<Id> ids;
  for (const auto& row : rows) ids.push_back(id_of(row[0]));
  return ids;
}

DeliveryState state_of(const std::string& word) {
  if (word == "by_hand") return DeliveryState::to_deliver;
  if (word == "due" || word == "handed") return DeliveryState::sending;
  if (word == "sent" || word == "done") return DeliveryState::delivered;
  return word == "failed" ? DeliveryState::failed : DeliveryState::none;
}

}  // namespace

void HandoverStore::begin(pqxx::transaction_base& tx, const std::string& practice, const Id& recipe,
                          const std::string& mode, const Id& author) {
  prepared(tx, begin_sql, practice, recipe.value(), mode, by_hand(mode) ? "by_hand" : "due",
           author.value());
}

void HandoverStore::ask(const Id& recipe, const std::string& mode, const Id& request,
                        const Id& account, Instant at) {
  pool_.write([&](pqxx::transaction_base& tx) {
    // One at a time for a recipe: two screens must not both find that nothing is on its way.
    prepared(tx, "select 1 from recipe where practice_id = $1 and id = $2 for update", practice_,
             recipe.value());
    if (!prepared(tx, same_way_sql, practice_, recipe.value(), mode).empty()) return;
    if (!prepared(tx, "select 1 from delivery where practice_id = $1 and request = $2", practice_,
                  request.value())
             .empty()) {
      return;
    }
    // What has not been handed over yet need not go the old way, too.
    prepared(tx,
             "update delivery set state = 'dropped' where practice_id = $1 and recipe = $2"
             " and state = 'due' and batch is null",
             practice_, recipe.value());
    const bool print = by_hand(mode);
    prepared(tx, ask_sql, practice_, recipe.value(), mode, print ? "done" : "due", request.value(),
             account.value(), print ? at.iso() : std::string());
  });
}

void HandoverStore::form_batches() {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx, drop_sql, practice_);
    prepared(tx, batches_sql, practice_);
  });
}

std::optional<Batch> HandoverStore::next() {
  return pool_.read([&](pqxx::transaction_base& tx) -> std::optional<Batch> {
    const auto rows = prepared(tx, batch_sql, practice_);
    if (rows.empty()) return std::nullopt;
    Batch batch{id_of(rows[0][0]),
                rows[0][1].c_str(),
                id_of(rows[0][2]),
                id_of(rows[0][3]),
                id_of(rows[0][4]),
                Date::parse(rows[0][5].c_str()),
                {}};
    for (const auto& row : rows) {
      batch.recipes.push_back({id_of(row[6]), id_of(row[7]), row[8].c_str(),
                               row[9].c_str() == std::string("white"), row[10].as<bool>()});
    }
    return batch;
  });
}

std::optional<int64_t> HandoverStore::next_due_ms() {
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::optional<int64_t> {
    const auto rows = prepared(tx, next_due_sql, practice_);
    if (rows[0][0].is_null()) return std::nullopt;
    return rows[0][0].as<int64_t>();
  });
}

void HandoverStore::handed(const Id& batch, const Id& message) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "update delivery set state = 'handed', message = $3, problem = ''"
             " where practice_id = $1 and batch = $2 and state = 'due'",
             practice_, batch.value(), message.value());
  });
}

void HandoverStore::refused(const Id& batch, const std::string& problem, Instant at) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "update delivery set state = 'failed', problem = $3, settled = $4"
             " where practice_id = $1 and batch = $2 and state = 'due'",
             practice_, batch.value(), problem, at.iso());
  });
}

void HandoverStore::postpone(const Id& batch, const std::string& problem, int64_t wait_ms) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "update delivery set problem = $3,"
             " due = clock_timestamp() + $4::bigint * interval '1 millisecond'"
             " where practice_id = $1 and batch = $2 and state = 'due'",
             practice_, batch.value(), problem, wait_ms);
  });
}

void HandoverStore::drop(const Id& batch) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "update delivery set state = 'due', batch = null where practice_id = $1 and batch = $2"
             " and state = 'due'",
             practice_, batch.value());
  });
}

std::vector<Id> HandoverStore::open_messages() {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    return ids_of(prepared(tx,
                           "select distinct message from delivery where practice_id = $1"
                           " and state = 'handed'",
                           practice_));
  });
}

std::vector<Id> HandoverStore::withdrawn_messages() {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    return ids_of(prepared(tx,
                           "select distinct d.message from delivery d join recipe r"
                           " on r.practice_id = d.practice_id and r.id = d.recipe"
                           " where d.practice_id = $1 and d.state = 'handed'"
                           " and r.state <> 'accepted'",
                           practice_));
  });
}

std::vector<Id> HandoverStore::record(const messages::Message& it) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    if (it.state == messages::State::cancelled) {
      return ids_of(prepared(tx, given_back_sql, practice_, it.id.value()));
    }
    const char* state = it.state == messages::State::queued ? "handed"
                        : it.state == messages::State::sent ? "sent"
                                                            : "failed";
    return ids_of(prepared(tx, settled_sql, practice_, it.id.value(), state, it.problem,
                           it.settled ? it.settled->iso() : std::string()));
  });
}

const std::string delivery_columns = "d.mode, d.state, d.problem, " + millis("d.settled");

const std::string delivery_join =
    " left join lateral (select mode, state, problem, settled from delivery"
    " where practice_id = r.practice_id and recipe = r.id order by number desc limit 1) d on true";

void read_delivery(const pqxx::row& row, int first, RecipeView& view) {
  if (row[first].is_null()) return;
  view.delivery.mode = row[first].c_str();
  if (view.state != State::accepted) return;
  view.delivery.state = state_of(row[first + 1].c_str());
  view.delivery.problem = row[first + 2].c_str();
  if (!row[first + 3].is_null()) view.delivery.at = instant_of(row[first + 3]);
}

}  // namespace curante::prescribing
