// SPDX-License-Identifier: Apache-2.0
#include "handover_store.hpp"

#include "curante/postgres/prepared.hpp"
#include "delivery_modes.hpp"
#include "handover_outcome.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

using postgres::prepared;

constexpr auto begin_sql =
    "insert into delivery (practice_id, recipe, number, mode, state, asked_by)"
    " values ($1, $2, 1, $3, $4, nullif($5, '')::uuid)";

/// Somebody has asked for another delivery of the recipe of `d` since.
constexpr auto superseded =
    "exists (select 1 from delivery n where n.practice_id = d.practice_id and n.recipe = d.recipe"
    " and n.number > d.number)";

/// A refused recipe comes back only as a red one, and a withdrawn one never.
const std::string drop_sql =
    std::string(
        "update delivery d set state = 'dropped' from recipe r where d.practice_id = $1"
        " and d.state = 'due' and d.batch is null and r.practice_id = d.practice_id"
        " and r.id = d.recipe and (r.state in ('withdrawn', 'refused', 'printed', 'past') or ") +
    superseded + ")";

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
    " select d.batch, d.mode, p.patient, r.id, r.document,"
    " case when r.kind = 'white' then r.white_number else r.nre end, coalesce(r.kind, ''),"
    " p.doctor, (p.issued at time zone 'Europe/Rome')::date, r.state = 'accepted' and not " +
    std::string(superseded) +
    " from head join delivery d on d.practice_id = $1 and d.batch = head.batch and d.state = 'due'"
    " join recipe r on r.practice_id = d.practice_id and r.id = d.recipe"
    " join prescription p on p.practice_id = r.practice_id and p.id = r.prescription"
    " order by p.issued, p.id, r.position";

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
    "select 1 from (select mode, state, batch, address from delivery where practice_id = $1"
    " and recipe = $2 order by number desc limit 1) last where last.mode = $3"
    " and last.state in ('due', 'handed') and (last.batch is null or last.address = $4)";

/// Of whose messages something may still leave.
constexpr auto may_leave_sql =
    "select distinct batch from delivery where practice_id = $1 and recipe = $2"
    " and batch is not null and (state in ('due', 'handed')"
    " or (state = 'failed' and message is not null))";

constexpr auto ask_sql =
    "insert into delivery (practice_id, recipe, number, mode, state, request, asked_by, settled,"
    " alone_from) select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, nullif($6, '')::uuid,"
    " nullif($7, '')::timestamptz, clock_timestamp() from delivery"
    " where practice_id = $1 and recipe = $2 on conflict do nothing";

/// Of a request for several recipes each has an id of its own, the same whenever it is asked.
constexpr auto joint_asked_sql =
    "select count(*) from delivery where practice_id = $1"
    " and request in (select md5($3 || r::text)::uuid from unnest($2::uuid[]) r)";

/// The last way of each is the one that is asked for, in a message that has them all.
constexpr auto same_joint_sql =
    "select 1 from (select distinct on (recipe) mode, state, batch, address from delivery"
    "   where practice_id = $1 and recipe = any($2::uuid[]) order by recipe, number desc) last"
    " having count(*) = cardinality($2::uuid[]) and count(distinct batch) = 1"
    " and bool_and(mode = $3 and state in ('due', 'handed') and batch is not null"
    "   and address = $4)";

constexpr auto joint_may_leave_sql =
    "select distinct batch from delivery where practice_id = $1 and recipe = any($2::uuid[])"
    " and batch is not null and ((state = 'due' and not batch = any($3::uuid[]))"
    " or state = 'handed' or (state = 'failed' and message is not null))";

constexpr auto ask_together_sql =
    "with fresh as materialized (select gen_random_uuid() as batch)"
    " insert into delivery (practice_id, recipe, number, mode, state, request, asked_by, address,"
    " batch, alone_from) select $1, r, coalesce((select max(number) from delivery"
    "   where practice_id = $1 and recipe = r), 0) + 1, $3, 'due', md5($4 || r::text)::uuid,"
    " nullif($5, '')::uuid, $6, fresh.batch, clock_timestamp() from fresh, unnest($2::uuid[]) r";

constexpr auto postpone_sql =
    "with asked as (select recipe, number,"
    "   tried <= clock_timestamp() - interval '24 hours' as too_long from delivery"
    "   where practice_id = $1 and batch = $2 and state = 'due')"
    " update delivery d set tried = coalesce(d.tried, clock_timestamp()),"
    " due = clock_timestamp() + interval '30 seconds',"
    " state = case when asked.too_long then 'failed' else 'due' end,"
    " problem = case when asked.too_long then $4 else $3 end,"
    " settled = case when asked.too_long then $5::timestamptz end"
    " from asked where d.practice_id = $1 and d.recipe = asked.recipe"
    " and d.number = asked.number and d.state = 'due'";

constexpr auto settled_sql =
    "update delivery set state = $3, problem = $4, settled = nullif($5, '')::timestamptz"
    " where practice_id = $1 and message = $2 and state in ('handed', 'failed', 'sent')"
    " and (state <> $3 or problem <> $4) returning recipe";

/// What had failed is not sent again by itself. Recipes of several prescriptions that are still to
/// go were put together by a person: they get their next batch at once, for those of one
/// prescription it is formed anew.
const std::string given_back_sql =
    std::string(
        "with fresh as materialized (select gen_random_uuid() as batch from delivery d"
        "   join recipe r on r.practice_id = d.practice_id and r.id = d.recipe"
        "   where d.practice_id = $1 and d.message = $2 and d.state = 'handed' and $3 = ''"
        "   and r.state = 'accepted' and not ") +
    superseded +
    "   having count(distinct r.prescription) > 1)"
    " update delivery d set state = case when " +
    superseded +
    " then 'dropped' when $3 <> '' or d.state = 'failed' then 'failed' else 'due' end,"
    " problem = case when $3 <> '' then $3 when d.state = 'failed' then d.problem else '' end,"
    " settled = case when $3 <> '' then nullif($4, '')::timestamptz else d.settled end,"
    " batch = case when d.state = 'handed' then (select batch from fresh) end, message = null,"
    " address = '', tried = null, alone_from = clock_timestamp()"
    " where d.practice_id = $1 and d.message = $2 and d.state in ('handed', 'failed')"
    " returning d.recipe";

const std::string lost_sql =
    std::string("update delivery d set state = case when ") + superseded +
    " then 'dropped' else 'failed' end, batch = null, message = null, address = '', settled = $3,"
    " problem = 'il messaggio non si trova più: consegnare di nuovo la ricetta'"
    " where d.practice_id = $1 and d.batch = $2 and d.state in ('handed', 'failed')"
    " returning d.recipe";

/// One index for what is on its way and one for what failed.
constexpr auto open_sql =
    "select batch from delivery where practice_id = $1 and state = 'handed'"
    " union select batch from delivery where practice_id = $1 and state = 'failed'"
    " and message is not null";

const std::string obsolete_sql =
    std::string("with open as (") + open_sql +
    ") select distinct d.batch from open join delivery d on d.practice_id = $1"
    " and d.batch = open.batch and d.state in ('handed', 'failed')"
    " join recipe r on r.practice_id = d.practice_id and r.id = d.recipe"
    " where r.state <> 'accepted' or " +
    superseded;

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

std::vector<Id> Batch::wanted() const {
  std::vector<Id> ids;
  for (const Handed& it : recipes) {
    if (it.wanted) ids.push_back(it.recipe);
  }
  return ids;
}

std::vector<Id> HandoverStore::ask(const Wish& wish, Earlier earlier) {
  return pool_.write([&](pqxx::transaction_base& tx) -> std::vector<Id> {
    const std::string& recipe = wish.recipe.value();
    // One at a time for a recipe: two screens must not both find that nothing is on its way.
    prepared(tx, "select 1 from recipe where practice_id = $1 and id = $2 for update", practice_,
             recipe);
    if (!prepared(tx, same_way_sql, practice_, recipe, wish.mode, wish.destination).empty()) {
      return {};
    }
    if (!prepared(tx, "select 1 from delivery where practice_id = $1 and request = $2", practice_,
                  wish.request.value())
             .empty()) {
      return {};
    }
    if (earlier == Earlier::comes_back_first) {
      auto batches = ids_of(prepared(tx, may_leave_sql, practice_, recipe));
      if (!batches.empty()) return batches;
    }
    // What has not been handed over yet need not go the old way, too.
    prepared(tx,
             "update delivery set state = 'dropped' where practice_id = $1 and recipe = $2"
             " and state = 'due' and batch is null",
             practice_, recipe);
    const bool print = by_hand(wish.mode);
    prepared(tx, ask_sql, practice_, recipe, wish.mode, print ? "done" : "due",
             wish.request.value(), wish.account.value(), print ? wish.at.iso() : std::string());
    return {};
  });
}

std::vector<Id> HandoverStore::ask_together(const JointWish& wish, const std::vector<Id>& stopped) {
  return pool_.write([&](pqxx::transaction_base& tx) -> std::vector<Id> {
    const std::string recipes = uuid_array(wish.recipes);
    // In one order, so that two screens that want overlapping ones do not wait for each other.
    prepared(tx,
             "select 1 from recipe where practice_id = $1 and id = any($2::uuid[])"
             " order by id for update",
             practice_, recipes);
    const auto asked =
        prepared(tx, joint_asked_sql, practice_, recipes, wish.request.value())[0][0].as<size_t>();
    if (asked == wish.recipes.size()) return {};
    if (asked > 0) {
      throw Error("delivery-request-reused",
                  "lo stesso invio era già stato chiesto per altre ricette",
                  "aggiornare l'elenco, selezionare le ricette e inviarle di nuovo");
    }
    if (!prepared(tx, same_joint_sql, practice_, recipes, wish.mode, wish.destination).empty()) {
      return {};
    }
    auto batches =
        ids_of(prepared(tx, joint_may_leave_sql, practice_, recipes, uuid_array(stopped)));
    if (!batches.empty()) return batches;
    // Only now that all of it can go together does it not go the old ways any more.
    prepared(tx,
             "update delivery set state = 'dropped' where practice_id = $1"
             " and recipe = any($2::uuid[]) and state = 'due'"
             " and (batch is null or batch = any($3::uuid[]))",
             practice_, recipes, uuid_array(stopped));
    prepared(tx, ask_together_sql, practice_, recipes, wish.mode, wish.request.value(),
             wish.account.value(), wish.destination);
    return {};
  });
}

void HandoverStore::leave(const Id& recipe, const Id& batch) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "update delivery set state = 'dropped' where practice_id = $1 and recipe = $2"
             " and state = 'due' and (batch is null or batch = $3)",
             practice_, recipe.value(), batch.value());
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
    Batch batch{id_of(rows[0][0]), rows[0][1].c_str(), id_of(rows[0][2]), {}};
    for (const auto& row : rows) {
      batch.recipes.push_back({id_of(row[3]), id_of(row[4]), row[5].c_str(),
                               row[6].c_str() == std::string("white"), id_of(row[7]),
                               Date::parse(row[8].c_str()), row[9].as<bool>()});
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

void HandoverStore::note_destination(const Id& batch, const std::string& destination) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "update delivery set address = $3 where practice_id = $1 and batch = $2"
             " and state = 'due'",
             practice_, batch.value(), destination);
  });
}

bool HandoverStore::handed(const Id& batch, const Id& message, const std::vector<Id>& in_it) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    const std::string recipes = uuid_array(in_it);
    prepared(tx,
             "update delivery set state = 'handed', message = $3, problem = ''"
             " where practice_id = $1 and batch = $2 and state = 'due'"
             " and recipe = any($4::uuid[])",
             practice_, batch.value(), message.value(), recipes);
    prepared(tx,
             "update delivery set batch = null, address = '', tried = null where practice_id = $1"
             " and batch = $2 and state = 'due'",
             practice_, batch.value());
    // Another host may have recorded the same before.
    const auto rows = prepared(tx,
                               "select count(*) from delivery where practice_id = $1"
                               " and batch = $2 and message = $3 and recipe = any($4::uuid[])",
                               practice_, batch.value(), message.value(), recipes);
    return rows[0][0].as<size_t>() == in_it.size();
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

void HandoverStore::postpone(const Id& batch, const Postponed& why) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx, postpone_sql, practice_, batch.value(), why.waits, why.gives_up, why.at.iso());
  });
}

void HandoverStore::drop(const Id& batch) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx,
             "update delivery set batch = null, address = '', tried = null where practice_id = $1"
             " and batch = $2 and state = 'due'",
             practice_, batch.value());
  });
}

std::vector<Id> HandoverStore::open_batches() {
  return pool_.look_up(
      [&](pqxx::transaction_base& tx) { return ids_of(prepared(tx, open_sql, practice_)); });
}

std::vector<Id> HandoverStore::obsolete_batches() {
  return pool_.look_up(
      [&](pqxx::transaction_base& tx) { return ids_of(prepared(tx, obsolete_sql, practice_)); });
}

std::vector<Id> HandoverStore::record(const std::vector<messages::Message>& parts) {
  const messages::Message* first = first_of(parts);
  if (first == nullptr) return {};
  using Standing = HandoverOutcome::Standing;
  const HandoverOutcome now = outcome_of(parts);
  const std::string at = now.settled ? now.settled->iso() : std::string();
  return pool_.write([&](pqxx::transaction_base& tx) {
    if (now.standing == Standing::came_back || now.standing == Standing::password_came_back) {
      return ids_of(prepared(tx, given_back_sql, practice_, first->id.value(), now.problem, at));
    }
    const char* state = now.standing == Standing::on_its_way ? "handed"
                        : now.standing == Standing::sent     ? "sent"
                                                             : "failed";
    return ids_of(prepared(tx, settled_sql, practice_, first->id.value(), state, now.problem, at));
  });
}

std::vector<Id> HandoverStore::lost(const Id& batch, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    return ids_of(prepared(tx, lost_sql, practice_, batch.value(), at.iso()));
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
