// SPDX-License-Identifier: Apache-2.0
#include "lot_refusals.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

void LotRefusals::note(pqxx::transaction_base& tx, const std::string& account, int access,
                       const std::string& problem, const std::string& now) const {
  postgres::prepared(tx,
                     "insert into refused_lot (practice_id, account, access, problem, refused_at)"
                     " values ($1, $2, $3, $4, $5)"
                     " on conflict (practice_id, account) do update set access = excluded.access,"
                     " problem = excluded.problem, refused_at = excluded.refused_at",
                     practice_, account, access, problem, now);
}

void LotRefusals::forget(pqxx::transaction_base& tx, const std::string& account) const {
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

}  // namespace curante::sac
