// SPDX-License-Identifier: Apache-2.0
#include "sending_count.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

int64_t SendingCount::so_far(pqxx::transaction_base& tx) const {
  return postgres::prepared(
             tx, "select coalesce(max(count), 0) from sending_count where practice_id = $1",
             practice_)[0][0]
      .as<int64_t>();
}

int64_t SendingCount::add(pqxx::transaction_base& tx) const {
  return postgres::prepared(tx,
                            "insert into sending_count as c (practice_id, count)"
                            " values ($1, 1) on conflict (practice_id)"
                            " do update set count = c.count + 1 returning count",
                            practice_)[0][0]
      .as<int64_t>();
}

void SendingCount::raise(pqxx::transaction_base& tx, int64_t count) const {
  postgres::prepared(tx,
                     "insert into sending_count as c (practice_id, count) values ($1, $2)"
                     " on conflict (practice_id)"
                     " do update set count = greatest(c.count, excluded.count)",
                     practice_, count);
}

}  // namespace curante::sac
