// SPDX-License-Identifier: Apache-2.0
#include "unknown_codes.hpp"

#include <algorithm>
#include <cctype>

namespace curante::sac {

namespace {

constexpr const char* count_one = R"sql(
insert into unknown_code (practice_id, code, last_at) values ($1, $2, $3)
on conflict (practice_id, code) do update
set seen = unknown_code.seen + 1, last_at = excluded.last_at
returning seen
)sql";

/// A code, and not a text that came in its place: what is counted is written to the log.
bool is_code(const std::string& text) {
  return !text.empty() && text.size() <= 12 && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
}

}  // namespace

void UnknownCodes::count(const std::vector<std::string>& codes, Instant at) {
  for (const std::string& code : codes) {
    if (!is_code(code)) continue;
    const int64_t seen = pool_.write([&](pqxx::transaction_base& tx) {
      return tx.exec_params1(count_one, practice_, code, at.iso())[0].as<int64_t>();
    });
    told_(code, seen);
  }
}

metrics::Figure UnknownCodes::figure() const {
  metrics::Figure figure;
  figure.title = "sistema_ts_unknown_codes_total";
  figure.help = "Codes of Sistema TS that came and have no text in esiti.csv.";
  figure.label = "code";
  const auto rows = pool_.read([&](pqxx::transaction_base& tx) {
    return tx.exec_params(
        "select code, seen from unknown_code where practice_id = $1 order by code", practice_);
  });
  for (const auto& row : rows) figure.samples.push_back({row[0].c_str(), row[1].as<double>()});
  return figure;
}

}  // namespace curante::sac
