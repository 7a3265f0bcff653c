// SPDX-License-Identifier: Apache-2.0
#include "stock_service.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

/// What was prescribed earlier than this is long used up.
constexpr int32_t days_looked_back = 730;

}  // namespace

StockList StockService::on(const CallContext& context, const ListStock& call) {
  const Date today = neighbours_.now(context).today;
  const chart::ChartView chart = neighbours_.chart(context, call.patient);
  StockList list;
  if (chart.therapies.empty()) return list;
  const auto history =
      issued(context.practice(), call.patient, Date{today.days - days_looked_back});
  for (const chart::Therapy& therapy : chart.therapies) {
    const auto last = last_of(history, therapy);
    const auto pack = last ? drug(context, last->aic) : std::optional<formulary::Drug>();
    list.stock.push_back(stock_of(thresholds_, therapy, last, pack, today));
  }
  return list;
}

std::vector<StockService::Issued> StockService::issued(const std::string& practice,
                                                       const Id& patient, Date since) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    // The day stands in a subselect, where no plan can depend on it (see PrescriptionReader).
    const auto rows = postgres::prepared(
        tx,
        "select p.id, l.therapy, l.aic, l.group_code, l.posology, l.quantity,"
        " (p.issued at time zone 'Europe/Rome')::date"
        " from prescription p" + std::string(recipes_and_lines) +
        " where p.practice_id = $1 and p.patient = $2 and p.issued >= (select $3::date)"
        " and r.state not in ('refused', 'withdrawn') and l.aic <> ''"
        " order by p.issued desc, p.id limit 5000",
        practice, patient.value(), since.iso());
    std::vector<Issued> history;
    for (const auto& row : rows) {
      history.push_back({id_of(row[0]), Id(std::string(row[1].c_str())), row[2].c_str(),
                         row[3].c_str(), row[4].c_str(), row[5].as<int32_t>(),
                         Date::parse(row[6].c_str())});
    }
    return history;
  });
}

std::optional<LastIssue> StockService::last_of(const std::vector<Issued>& history,
                                               const chart::Therapy& therapy) {
  const auto found = std::find_if(history.begin(), history.end(), [&](const Issued& it) {
    return it.therapy == therapy.id || it.aic == therapy.aic ||
           (!it.group_code.empty() && it.group_code == therapy.group_code);
  });
  if (found == history.end()) return std::nullopt;
  LastIssue last{found->day, found->aic, 0, found->posology};
  // Packs that had to be shared out to several recipes were still prescribed at one time.
  for (const Issued& it : history) {
    if (it.prescription == found->prescription && it.aic == found->aic) last.packs += it.packs;
  }
  return last;
}

std::optional<formulary::Drug> StockService::drug(const CallContext& context,
                                                  const std::string& aic) const {
  try {
    return neighbours_.drug(context, Aic(aic));
  } catch (const Error& e) {
    const bool about_the_pack = e.code() == "drug-unknown" || e.code().rfind("aic-", 0) == 0;
    if (!about_the_pack) throw;
    return std::nullopt;
  }
}

}  // namespace curante::prescribing
