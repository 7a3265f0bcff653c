// SPDX-License-Identifier: Apache-2.0
#include "asl_trail.hpp"

#include "curante/postgres/prepared.hpp"
#include "patient_search.hpp"

namespace curante::chart {
namespace {

constexpr auto add_untold = R"sql(
insert into asl_untold (practice_id, action, patient, user_id, user_name, role)
select $1, $2, unnest($3::uuid[]), $4, $5, $6
)sql";

// Whoever tells at the same time takes others. So many that no connection is held for long.
constexpr auto take_untold = R"sql(
with due as materialized (
  select action, patient from asl_untold where practice_id = $1 and ($2 = '' or action = $2)
  order by action, patient limit 100 for update skip locked),
taken as (
  delete from asl_untold u using due d
  where u.practice_id = $1 and u.action = d.action and u.patient = d.patient
  returning u.action, u.patient, u.user_id, u.user_name, u.role)
select action, patient, user_id, user_name, role from taken order by action, patient
)sql";

}  // namespace

void AslTrail::add(pqxx::transaction_base& tx, const CallContext& context,
                   const std::string& action, const std::vector<Id>& patients) const {
  postgres::prepared(tx, add_untold, practice_, action, uuid_array(patients), context.user(),
                     context.user_name(), context.role());
}

void AslTrail::tell(postgres::Pool& pool, const CallContext& context,
                    const std::string& action) const {
  // An audit that is away is told once it is back.
  while (audit_.is_there() &&
         pool.write([&](pqxx::transaction_base& tx) { return tell_some(tx, context, action); })) {
  }
}

bool AslTrail::tell_some(pqxx::transaction_base& tx, const CallContext& context,
                         const std::string& action) const {
  const auto rows = postgres::prepared(tx, take_untold, practice_, action);
  for (const auto& row : rows) {
    audit::Append entry;
    entry.action = row[0].c_str();
    entry.patient = row[1].c_str();
    entry.outcome = "ok";
    entry.user = row[2].c_str();
    entry.user_name = row[3].c_str();
    entry.role = row[4].c_str();
    audit_.append(context, entry);
  }
  return !rows.empty();
}

}  // namespace curante::chart
