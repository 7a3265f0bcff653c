// SPDX-License-Identifier: Apache-2.0
#include "prepared_printings.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::prescribing {

PrintingOfPrepared PreparedPrintings::on(const CallContext& context,
                                         const GetPreparedPrinting&) const {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    PrintingOfPrepared it;
    const auto rows = postgres::prepared(
        tx, "select printing from prepared_printing where practice_id = $1", context.practice());
    if (!rows.empty()) boost::describe::enum_from_string(rows[0][0].c_str(), it.printing);
    return it;
  });
}

PrintingOfPrepared PreparedPrintings::on(const CallContext& context,
                                         const SavePreparedPrinting& call) {
  const std::string printing = boost::describe::enum_to_string(call.printing, "");
  pool_.write([&](pqxx::transaction_base& tx) {
    postgres::prepared(tx,
                       "insert into prepared_printing (practice_id, printing) values ($1, $2)"
                       " on conflict (practice_id) do update set printing = excluded.printing",
                       context.practice(), printing);
  });
  return {call.printing};
}

}  // namespace curante::prescribing
