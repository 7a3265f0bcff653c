// SPDX-License-Identifier: Apache-2.0
#include "nre_ledger.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

namespace {

// The oldest lot goes first; the row lock makes two hosts take different numbers. What the doctor
// sends at the same time waits for it until the commit: number and use are one round trip.
constexpr const char* take_number = R"sql(
with taken as (
  update nre_lot set next = next + 1
  where (practice_id, prefix) = (
    select practice_id, prefix from nre_lot
    where practice_id = $1 and doctor = $2 and left(prefix, 3) = $3 and next < size
      and not quarantined
    order by granted_at, prefix limit 1 for update)
  returning prefix || lpad((next - 1)::text, digits, '0') nre, prefix, next),
used as (
  insert into nre_use (practice_id, nre, recipe_id, state, taken_at)
  select $1, nre, $4, 'live', $5 from taken)
select nre, prefix, next from taken
)sql";

// Of a lot that only the file knows, nothing else is known; the progressive's digits follow from
// its length.
constexpr const char* raise_lot = R"sql(
insert into nre_lot (practice_id, prefix, doctor, digits, size, next, granted_at, quarantined)
values ($1, $2, '', 15 - length($2), (10 ^ (15 - length($2)))::bigint, $3, $4, true)
on conflict (practice_id, prefix) do update
set next = greatest(nre_lot.next, excluded.next)
)sql";

constexpr const char* add_lot = R"sql(
insert into nre_lot (practice_id, prefix, doctor, digits, size, granted_at)
values ($1, $2, $3, $4, $5, $6) on conflict do nothing
)sql";

constexpr const char* next_watched = R"sql(
update nre_use set asked_at = $2
where (practice_id, nre) in (
  select practice_id, nre from nre_use
  where practice_id = $1 and state = 'burnt' and (asked_at is null or asked_at < $3)
  order by asked_at nulls first limit $4 for update skip locked)
returning nre, account, author, watch_until <= $2, recipe_id, content
)sql";

constexpr const char* unacknowledged = R"sql(
select u.recipe_id, u.nre, case when s.nre = u.nre then '' else coalesce(s.nre, '') end,
       coalesce(s.state = 'withdrawn', false)
from nre_use u
left join submission s on s.practice_id = u.practice_id and s.recipe_id = u.recipe_id
where u.practice_id = $1 and u.stuck and u.acknowledged_at is null
  and ($2 = '' or u.account::text = $2)
order by u.taken_at, u.nre
)sql";

}  // namespace

std::optional<NreLedger::Taken> NreLedger::take(pqxx::transaction_base& tx,
                                                const std::string& doctor,
                                                const std::string& region,
                                                const std::string& recipe,
                                                const std::string& now) const {
  const auto rows = postgres::prepared(tx, take_number, practice_, doctor, region, recipe, now);
  if (rows.empty()) return std::nullopt;
  return Taken{Nre(rows[0][0].c_str()), rows[0][1].c_str(), rows[0][2].as<int64_t>()};
}

bool NreLedger::adopt(pqxx::transaction_base& tx, const Nre& nre, const std::string& recipe,
                      const std::string& now) const {
  return tx.exec_params(
               "insert into nre_use (practice_id, nre, recipe_id, state, taken_at) "
               "values ($1, $2, $3, 'live', $4) on conflict do nothing",
               practice_, nre.value(), recipe, now)
             .affected_rows() == 1;
}

bool NreLedger::knows(pqxx::transaction_base& tx, const Nre& nre) const {
  return !tx.exec_params("select 1 from nre_use where practice_id = $1 and nre = $2", practice_,
                         nre.value())
              .empty();
}

std::vector<NreLedger::Lot> NreLedger::lots(pqxx::transaction_base& tx) const {
  std::vector<Lot> all;
  for (const auto& row : tx.exec_params(
           "select prefix, next, quarantined from nre_lot where practice_id = $1", practice_)) {
    all.push_back({row[0].c_str(), row[1].as<int64_t>(), row[2].as<bool>()});
  }
  return all;
}

void NreLedger::quarantine(pqxx::transaction_base& tx) const {
  tx.exec_params("update nre_lot set quarantined = true where practice_id = $1 and not quarantined",
                 practice_);
}

void NreLedger::raise(pqxx::transaction_base& tx, const std::string& prefix, int64_t next,
                      const std::string& now) const {
  tx.exec_params(raise_lot, practice_, prefix, next, now);
}

void NreLedger::add(pqxx::transaction_base& tx, const std::string& doctor,
                    const richiesta_lotto::Lot& lot, const std::string& now) const {
  tx.exec_params(add_lot, practice_, lot.prefix, doctor, lot.digits, lot.size(), now);
}

int64_t NreLedger::left(pqxx::transaction_base& tx, const std::string& doctor) const {
  return tx
      .exec_params1(
          "select coalesce(sum(size - next), 0) from nre_lot where practice_id = $1 and doctor = "
          "$2 and not quarantined",
          practice_, doctor)[0]
      .as<int64_t>();
}

std::string NreLedger::owner(pqxx::transaction_base& tx, const Nre& nre) const {
  const auto rows = tx.exec_params(
      "select doctor from nre_lot where practice_id = $1 and starts_with($2, prefix)", practice_,
      nre.value());
  return rows.empty() ? "" : rows[0][0].c_str();
}

void NreLedger::spend(pqxx::transaction_base& tx, const Nre& nre) const {
  tx.exec_params("update nre_use set state = 'spent' where practice_id = $1 and nre = $2",
                 practice_, nre.value());
}

void NreLedger::forget(pqxx::transaction_base& tx, const Nre& nre) const {
  tx.exec_params("delete from nre_use where practice_id = $1 and nre = $2", practice_, nre.value());
}

void NreLedger::burn(pqxx::transaction_base& tx, const Watched& number,
                     const std::string& until) const {
  tx.exec_params(
      "update nre_use set state = 'burnt', watch_until = $3, account = $4, author = $5, "
      "content = $6 where practice_id = $1 and nre = $2",
      practice_, number.nre.value(), until, number.account, number.author, number.content);
}

void NreLedger::mark_stuck(pqxx::transaction_base& tx, const Nre& nre) const {
  tx.exec_params(
      "update nre_use set stuck = true, annulled_at = null "
      "where practice_id = $1 and nre = $2 and not stuck",
      practice_, nre.value());
}

bool NreLedger::no_more_stuck(pqxx::transaction_base& tx, const Nre& nre,
                              const std::string& now) const {
  return tx.exec_params(
               "update nre_use set stuck = false, annulled_at = $3 "
               "where practice_id = $1 and nre = $2 and stuck",
               practice_, nre.value(), now)
             .affected_rows() == 1;
}

std::vector<NreLedger::Annulled> NreLedger::annulled(pqxx::transaction_base& tx,
                                                     const std::string& since) const {
  std::vector<Annulled> out;
  for (const auto& row : postgres::prepared(
           tx, "select recipe_id, nre from nre_use where practice_id = $1 and annulled_at > $2",
           practice_, since)) {
    out.push_back({row[0].c_str(), row[1].c_str()});
  }
  return out;
}

std::vector<NreLedger::Late> NreLedger::late(pqxx::transaction_base& tx,
                                             const std::string& account) const {
  std::vector<Late> out;
  for (const auto& row : tx.exec_params(unacknowledged, practice_, account)) {
    out.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].as<bool>()});
  }
  return out;
}

bool NreLedger::acknowledge(pqxx::transaction_base& tx, const std::string& account,
                            const std::string& number, const std::string& now) const {
  return tx.exec_params(
               "update nre_use set acknowledged_at = $4, acknowledged_by = $2::uuid "
               "where practice_id = $1 and account = $2::uuid and nre = $3 and stuck "
               "and acknowledged_at is null",
               practice_, account, number, now)
             .affected_rows() == 1;
}

std::vector<NreLedger::Watched> NreLedger::watched(pqxx::transaction_base& tx,
                                                   const std::string& now,
                                                   const std::string& asked_before,
                                                   int limit) const {
  std::vector<Watched> out;
  for (const auto& row : tx.exec_params(next_watched, practice_, now, asked_before, limit)) {
    out.push_back({Nre(row[0].c_str()), row[1].c_str(), row[2].c_str(), row[3].as<bool>(),
                   row[4].c_str(), row[5].c_str()});
  }
  return out;
}

}  // namespace curante::sac
