// SPDX-License-Identifier: Apache-2.0
#include "lot_refusals.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

namespace {

// Told each minute by each recipe that waits: what stands there already is not written again.
constexpr const char* note_own = R"sql(
insert into refused_lot as it (practice_id, account, access, problem, refused_at)
values ($1, $2, $3, $4, $5)
on conflict (practice_id, account) do update
set access = excluded.access, problem = excluded.problem, refused_at = excluded.refused_at
where (it.access, it.problem) is distinct from (excluded.access, excluded.problem)
)sql";

constexpr const char* note_substitutes = R"sql(
insert into substitutes_refused_lot as it (practice_id, account, owner, access, problem, refused_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (practice_id, account, owner) do update
set access = excluded.access, problem = excluded.problem, refused_at = excluded.refused_at
where (it.access, it.problem) is distinct from (excluded.access, excluded.problem)
)sql";

constexpr const char* newest_of_substitute = R"sql(
select it.problem
from substitutes_refused_lot it
left join credential c on c.practice_id = it.practice_id and c.account = it.owner
where it.practice_id = $1 and it.account = $2 and (it.owner = it.account) = $3
  and it.access = coalesce(c.revision, 0)
order by it.refused_at desc, it.owner limit 1
)sql";

}  // namespace

void LotRefusals::note(pqxx::transaction_base& tx, const std::string& account, int access,
                       const std::string& problem, const std::string& now) const {
  postgres::prepared(tx, note_own, practice_, account, access, problem, now);
}

void LotRefusals::note_of_substitute(pqxx::transaction_base& tx, const std::string& account,
                                     const std::string& owner, int access,
                                     const std::string& problem, const std::string& now) const {
  postgres::prepared(tx, note_substitutes, practice_, account, owner, access, problem, now);
}

void LotRefusals::forget(pqxx::transaction_base& tx, const std::string& account) const {
  // In the order in which they are noted: two that wait for each other would cost the granted lot.
  postgres::prepared(tx,
                     "delete from substitutes_refused_lot where practice_id = $1 and owner = $2",
                     practice_, account);
  postgres::prepared(tx, "delete from refused_lot where practice_id = $1 and account = $2",
                     practice_, account);
}

std::string LotRefusals::of(pqxx::transaction_base& tx, const std::string& account,
                            int access) const {
  const auto rows = postgres::prepared(
      tx, "select problem from refused_lot where practice_id = $1 and account = $2 and access = $3",
      practice_, account, access);
  return rows.empty() ? "" : rows[0][0].c_str();
}

std::string LotRefusals::of_substitute(pqxx::transaction_base& tx, const std::string& account,
                                       SubstituteNumbers numbers) const {
  const auto rows = postgres::prepared(tx, newest_of_substitute, practice_, account,
                                       numbers == SubstituteNumbers::own);
  return rows.empty() ? "" : rows[0][0].c_str();
}

}  // namespace curante::sac
