// SPDX-License-Identifier: Apache-2.0
#include "restore_log.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

namespace {

// As they are indexed (035), and read from the end of the index: a maximum reads all of it where
// the planner believes the table empty. Ten minutes are clock::tolerance_ms.
constexpr const char* what_happened = R"sql(
select coalesce((select max(found_local) from ledger_restore where practice_id = $1), ''),
       (extract(epoch from greatest(
         (select case when taken_at - server_at >= interval '10 minutes' then taken_at
             else least(taken_at, server_at) end from nre_use
           where practice_id = $1 and not time_wrong order by 1 desc limit 1),
         (select case when sent_at - server_at >= interval '10 minutes' then sent_at
             else least(sent_at, server_at) end from white_submission
           where practice_id = $1 and not time_wrong order by 1 desc limit 1),
         (select case when sent_at - server_at >= interval '10 minutes' then sent_at
             else least(sent_at, server_at) end from red_upload where practice_id = $1)))
         * 1000)::bigint,
       (extract(epoch from clock_timestamp()) * 1000)::bigint,
       exists (select from clock_correction where practice_id = $1 and server_ahead_ms <> 0)
)sql";

// A copy counts for a refused number too, and not the other way round. Recipes that were written
// until it was found again are looked for.
constexpr const char* find_again = R"sql(
update ledger_restore set found_local = greatest(found_local, $2)
where practice_id = $1 and cause in ('copy', $3) and found_at > $4 and found_at < $5
)sql";

// Who asks for the newest hears of it, also where the clock went back since the one before: by more
// than the millisecond within which two times count for one when it is told of.
constexpr const char* note_anew = R"sql(
insert into ledger_restore (practice_id, found_at, found_local, cause)
select $1, greatest($2::timestamptz, max(found_at) + interval '2 milliseconds'), $3, $4
from ledger_restore where practice_id = $1
on conflict (practice_id, found_at) do update set cause = excluded.cause, told = false
where excluded.cause = 'copy'
)sql";

constexpr int64_t found_once_ms = 3 * 60'000;

std::optional<Instant> instant_of(const pqxx::result& rows) {
  if (rows.empty() || rows[0][0].is_null()) return std::nullopt;
  return Instant{rows[0][0].as<int64_t>()};
}

}  // namespace

Error ledger_restored() {
  return Error("ledger-restored", "il database è stato ripristinato da una copia",
               "la ricetta viene prima cercata al servizio");
}

void RestoreLog::note(pqxx::transaction_base& tx, Cause cause, Instant found,
                      const std::string& local) const {
  const char* name = cause == Cause::copy ? "copy" : "number-refused";
  // Of two that find it at once, the second sees what the first has noted.
  tx.exec("lock table ledger_restore in share row exclusive mode");
  const auto again =
      tx.exec_params(find_again, practice_, local, name, Instant{found.ms - found_once_ms}.iso(),
                     Instant{found.ms + found_once_ms}.iso());
  if (again.affected_rows() > 0) return;
  tx.exec_params(note_anew, practice_, found.iso(), local, name);
}

RestoreLog::Since RestoreLog::since(pqxx::transaction_base& tx) const {
  const auto row = postgres::prepared(tx, what_happened, practice_)[0];
  Since since{row[0].c_str(), std::nullopt, Instant{row[2].as<int64_t>()}, row[3].as<bool>()};
  if (!row[1].is_null()) since.taken = Instant{row[1].as<int64_t>()};
  return since;
}

std::optional<Instant> RestoreLog::newest(pqxx::transaction_base& tx) const {
  return instant_of(tx.exec_params(
      "select (extract(epoch from max(found_at)) * 1000)::bigint from ledger_restore "
      "where practice_id = $1",
      practice_));
}

std::optional<Instant> RestoreLog::newest_copy(pqxx::transaction_base& tx) const {
  return instant_of(tx.exec_params(
      "select (extract(epoch from max(found_at)) * 1000)::bigint from ledger_restore "
      "where practice_id = $1 and cause = 'copy'",
      practice_));
}

std::optional<Instant> RestoreLog::untold(pqxx::transaction_base& tx) const {
  return instant_of(tx.exec_params(
      "select (extract(epoch from max(found_at)) * 1000)::bigint from ledger_restore "
      "where practice_id = $1 and cause = 'copy' and not told",
      practice_));
}

// Of a refused number `told` says that a person settled it, or that a copy was told of since.
std::optional<Instant> RestoreLog::unsettled(pqxx::transaction_base& tx) const {
  return instant_of(tx.exec_params(
      "select (extract(epoch from max(found_at)) * 1000)::bigint from ledger_restore "
      "where practice_id = $1 and cause = 'number-refused' and not told",
      practice_));
}

bool RestoreLog::settle(pqxx::transaction_base& tx, Instant seen) const {
  return tx.exec_params(
               "update ledger_restore set told = true "
               "where practice_id = $1 and cause = 'number-refused' and not told "
               "and found_at <= $2",
               practice_, Instant{seen.ms + 1}.iso())
             .affected_rows() > 0;
}

void RestoreLog::told(pqxx::transaction_base& tx, Instant found) const {
  tx.exec_params("update ledger_restore set told = true where practice_id = $1 and found_at <= $2",
                 practice_, Instant{found.ms + 1}.iso());
}

}  // namespace curante::sac
