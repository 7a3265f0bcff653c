// SPDX-License-Identifier: Apache-2.0
#include "sending_hold.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

namespace {

constexpr int standing_from = 2;

#define SAC_MILLISECONDS(column) "(extract(epoch from " column ") * 1000)::bigint"
#define SAC_HOLD_COLUMNS \
  "select failures, prober, " SAC_MILLISECONDS("probed_at") ", "                         \
      SAC_MILLISECONDS("probing_until") ", " SAC_MILLISECONDS("since") ", problem"       \
      " from sending_hold where practice_id = $1"

constexpr const char* read_hold = SAC_HOLD_COLUMNS;
// Who asks next sees who tries.
constexpr const char* lock_hold = SAC_HOLD_COLUMNS " for update";
#undef SAC_HOLD_COLUMNS
#undef SAC_MILLISECONDS

constexpr const char* begin_probe = R"sql(
update sending_hold set prober = $2, probed_at = $3, probing_until = $4 where practice_id = $1
)sql";

// Requests that were under way together fail together: what fails besides the one that tries makes
// the next try no later.
constexpr const char* note_failure = R"sql(
insert into sending_hold as h (practice_id, since, problem, failures, prober, probed_at)
values ($1, $4, $3, 1, $2, $4)
on conflict (practice_id) do update set
  failures = h.failures + 1, problem = excluded.problem, prober = excluded.prober,
  probed_at = excluded.probed_at, probing_until = null
where h.failures < 2 or (h.prober = excluded.prober and h.probing_until is not null)
)sql";

struct Row {
  int failures = 0;
  std::string prober;
  int64_t probed_ms = 0;
  std::optional<int64_t> probing_until_ms;
  SendingHold::Standing standing;
};

std::optional<Row> row_of(const pqxx::result& rows) {
  if (rows.empty()) return std::nullopt;
  const auto& row = rows[0];
  Row it{row[0].as<int>(), row[1].c_str(), row[2].as<int64_t>(), std::nullopt, {}};
  if (!row[3].is_null()) it.probing_until_ms = row[3].as<int64_t>();
  it.standing = {Instant{row[4].as<int64_t>()}, row[5].c_str(), Instant{it.probed_ms},
                 it.failures >= standing_from};
  return it;
}

/// By a clock that may be moved.
bool is_over(int64_t began_ms, int64_t lasts_ms, int64_t now_ms) {
  return now_ms < began_ms || now_ms - began_ms >= lasts_ms;
}

}  // namespace

SendingHold::Passage SendingHold::ask(pqxx::transaction_base& tx, const std::string& recipe,
                                      Instant now) const {
  constexpr int doublings = 3;
  if (!row_of(postgres::prepared(tx, read_hold, practice_))) return {};
  const auto row = row_of(postgres::prepared(tx, lock_hold, practice_));
  if (!row) return {};
  if (!row->standing.holds) return {false, true, std::nullopt};
  const bool under_way =
      row->probing_until_ms && !is_over(row->probed_ms, patience_.in_flight_ms, now.ms);
  const int64_t wait_ms = patience_.probe_ms << std::min(row->failures - standing_from, doublings);
  const bool same = row->prober == recipe;
  if (under_way || !is_over(row->probed_ms, same ? 2 * wait_ms : wait_ms, now.ms)) {
    return {false, true, row->standing};
  }
  postgres::prepared(tx, begin_probe, practice_, recipe, now.iso(),
                     Instant{now.ms + patience_.in_flight_ms}.iso());
  return {true, true, std::nullopt};
}

std::optional<SendingHold::Standing> SendingHold::failed(pqxx::transaction_base& tx,
                                                         const std::string& recipe,
                                                         const std::string& problem,
                                                         Instant now) const {
  postgres::prepared(tx, note_failure, practice_, recipe, problem, now.iso());
  return standing(tx);
}

void SendingHold::released(pqxx::transaction_base& tx, const std::string& recipe) const {
  postgres::prepared(tx,
                     "update sending_hold set probing_until = null, probed_at = 'epoch'"
                     " where practice_id = $1 and prober = $2",
                     practice_, recipe);
}

void SendingHold::answered(pqxx::transaction_base& tx) const {
  postgres::prepared(tx, "delete from sending_hold where practice_id = $1", practice_);
}

void SendingHold::arrived(pqxx::transaction_base& tx, const std::string& recipe) const {
  postgres::prepared(tx, "delete from sending_hold where practice_id = $1 and prober = $2",
                     practice_, recipe);
}

std::optional<SendingHold::Standing> SendingHold::standing(pqxx::transaction_base& tx) const {
  const auto row = row_of(postgres::prepared(tx, read_hold, practice_));
  if (!row) return std::nullopt;
  return row->standing;
}

}  // namespace curante::sac
