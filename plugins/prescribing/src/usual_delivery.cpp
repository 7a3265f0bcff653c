// SPDX-License-Identifier: Apache-2.0
#include "usual_delivery.hpp"

#include "curante/error.hpp"
#include "curante/postgres/prepared.hpp"

namespace curante::prescribing {

std::string UsualDeliveries::of(const CallContext& context) const {
  if (context.user().empty()) return "";
  return pool_.look_up([&](pqxx::transaction_base& tx) -> std::string {
    const auto rows = postgres::prepared(
        tx, "select mode from usual_delivery where practice_id = $1 and account = $2",
        context.practice(), std::string(context.user()));
    return rows.empty() ? "" : rows[0][0].c_str();
  });
}

void UsualDeliveries::save(const CallContext& context, const std::string& mode) {
  if (context.user().empty()) {
    throw Error("author-missing", "la consegna abituale è di un medico",
                "accedere come medico titolare o sostituto");
  }
  const std::string account(context.user());
  pool_.write([&](pqxx::transaction_base& tx) {
    if (mode.empty()) {
      postgres::prepared(tx, "delete from usual_delivery where practice_id = $1 and account = $2",
                         context.practice(), account);
      return;
    }
    postgres::prepared(tx,
                       "insert into usual_delivery (practice_id, account, mode) values ($1, $2, $3)"
                       " on conflict (practice_id, account) do update set mode = excluded.mode",
                       context.practice(), account, mode);
  });
}

}  // namespace curante::prescribing
