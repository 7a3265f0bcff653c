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
  if (!mode.empty()) return put(context.practice(), account, mode);
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx, "delete from usual_delivery where practice_id = $1 and account = $2",
                       context.practice(), account);
  });
}

void UsualDeliveries::put(const std::string& practice, const std::string& account,
                          const std::string& mode) {
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx,
                       "insert into usual_delivery (practice_id, account, mode) values ($1, $2, $3)"
                       " on conflict (practice_id, account) do update set mode = excluded.mode",
                       practice, account, mode);
  });
}

std::vector<DoctorUsualDelivery> UsualDeliveries::page(const std::string& practice,
                                                       const std::string& after,
                                                       size_t limit) const {
  return pool_.read([&](pqxx::transaction_base& tx) {
    std::vector<DoctorUsualDelivery> page;
    for (const auto& row :
         postgres::prepared(tx,
                            "select account, mode from usual_delivery where practice_id = $1"
                            " and account > $2::uuid order by account limit $3",
                            practice, after, limit)) {
      page.push_back({Id(row[0].c_str()), row[1].c_str()});
    }
    return page;
  });
}

int64_t UsualDeliveries::count(const std::string& practice) const {
  return pool_.read([&](pqxx::transaction_base& tx) {
    return tx
        .exec_params("select count(*) from usual_delivery where practice_id = $1", practice)[0][0]
        .as<int64_t>();
  });
}

void UsualDeliveries::restore(const std::string& practice, const DoctorUsualDelivery& record) {
  if (record.account.empty() || record.mode.empty()) {
    throw Error("id-missing", "la consegna abituale non ha un medico o un modo",
                "correggere il record");
  }
  put(practice, record.account.value(), record.mode);
}

}  // namespace curante::prescribing
