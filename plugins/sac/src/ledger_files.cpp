// SPDX-License-Identifier: Apache-2.0
#include "ledger_files.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::sac {

namespace {

constexpr const char* where_it_stands = R"sql(
select exists (select 1 from ledger_file where practice_id = $1 and id = $2),
       exists (select 1 from ledger_file where practice_id = $1),
       exists (select 1 from nre_lot where practice_id = $1)
         or exists (select 1 from submission where practice_id = $1)
         or exists (select 1 from white_submission where practice_id = $1)
         or exists (select 1 from sending_count where practice_id = $1)
)sql";

}  // namespace

LedgerFiles::Standing LedgerFiles::standing(pqxx::transaction_base& tx,
                                            const std::string& id) const {
  const auto row = postgres::prepared(tx, where_it_stands, practice_, id)[0];
  return {row[0].as<bool>(), row[1].as<bool>(), row[2].as<bool>()};
}

void LedgerFiles::note(pqxx::transaction_base& tx, const std::string& id,
                       const std::string& now) const {
  tx.exec_params(
      "insert into ledger_file (practice_id, id, since) values ($1, $2, $3) on conflict do nothing",
      practice_, id, now);
}

}  // namespace curante::sac
