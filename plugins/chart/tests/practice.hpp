// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "chart_migrations.hpp"
#include "chart_service.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"
#include "json_host.hpp"
#include "personal_data_service.hpp"

namespace curante::chart {

/// The chart of a practice with a database of its own.
struct Practice {
  Practice() {
    postgres::migrate(pool, embedded::chart_migrations());
    chart.open(pool, "1");
    data.open(pool, "1");
  }

  /// As a doctor whose window has this patient's chart open, or none.
  template <class Call>
  typename Call::Reply ask(const Call& call, const std::string& open_chart = "") {
    const testing::Caller caller({{"practice", "1"},
                                  {"user", doctor},
                                  {"user_name", "Dott. Uno"},
                                  {"role", "titolare"},
                                  {"patient", open_chart}},
                                 {"chart.read", "chart.asl"});
    return chart.on(caller.context(), call);
  }
  /// As an administrator, who opens no chart.
  template <class Call>
  typename Call::Reply ask_unread(const Call& call) {
    const testing::Caller caller({{"practice", "1"}, {"role", "amministratore"}}, {"chart.asl"});
    return chart.on(caller.context(), call);
  }
  template <class Call>
  typename Call::Reply ask_data(const Call& call) {
    return data.on(testing::Caller(testing::Caller::Fields{{"practice", "1"}}).context(), call);
  }

  testing::JsonHost json;
  postgres::Pool pool{postgres::TestCluster::shared().fresh(), 4};
  std::vector<Id> changed;
  /// What the audit took; it fails while `audit_fails`.
  std::vector<audit::Append> noted;
  bool audit_is_there = true, audit_fails = false;
  int retries = 0;
  static constexpr auto doctor = "00000000-0000-4000-8000-0000000000d1";
  Instant now = Instant::parse("2026-11-23T09:00:00Z");
  ChartService chart{[this](const CallContext&, const Id& id) { changed.push_back(id); },
                     [this](const CallContext&) { return now; },
                     {[this] { return audit_is_there; },
                      [this](const CallContext&, const audit::Append& entry) {
                        if (audit_fails) throw Error("database-full", "", "");
                        noted.push_back(entry);
                      },
                      [this] { ++retries; }}};
  PersonalDataService data{json.host()};
};

/// An id whose last digits are `number`.
inline Id id_number(int number) {
  std::string digits = std::to_string(number);
  return Id("00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits);
}

inline Patient person(const std::string& last_name, const std::string& first_name,
                      const std::string& code = "") {
  Patient it;
  it.last_name = last_name;
  it.first_name = first_name;
  it.birth_date = Date::parse("1957-03-21");
  it.fiscal_code = FiscalCode(code);
  return it;
}

}  // namespace curante::chart
