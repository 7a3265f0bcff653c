// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "chart_migrations.hpp"
#include "chart_service.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"
#include "personal_data_service.hpp"
#include "runtime/tree.hpp"

namespace curante::chart {

/// JSON as the host writes and reads it, and nothing else of a host.
class JsonHost {
 public:
  Host host() const { return Host(&edge_); }

 private:
  static int32_t parse(void*, curante_str text,
                       void (*read)(void*, curante_node, const curante_reader*), void* self,
                       const curante_failure* failure) {
    try {
      const boost::json::value tree = kernel::parse_text(view(text));
      read(self, &tree, kernel::tree_reader());
      return CURANTE_OK;
    } catch (const Error& e) {
      failure->set(failure->self, str(e.code()), str(e.message()), str(e.remedy()));
      return CURANTE_FAILED;
    }
  }
  static void print(void*, void (*write)(void*, const curante_writer*, void*), void* self,
                    void (*take)(void*, curante_str), void* taker) {
    kernel::TreeBuilder builder;
    write(self, kernel::TreeBuilder::writer(), &builder);
    take(taker, str(kernel::to_text(builder.take())));
  }
  static const void* get(void*, const char* id) {
    static constexpr curante_ext_json json{sizeof(curante_ext_json), parse, print};
    static constexpr char other[512] = {};
    return std::string_view(id) == "curante.json/1" ? static_cast<const void*>(&json) : other;
  }
  curante_host edge_{sizeof(curante_host), nullptr, get};
};

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
    const testing::Caller caller(testing::Caller::Fields{
        {"practice", "1"}, {"user_name", "Dott. Uno"}, {"patient", open_chart}});
    return chart.on(caller.context(), call);
  }
  template <class Call>
  typename Call::Reply ask_data(const Call& call) {
    return data.on(testing::Caller(testing::Caller::Fields{{"practice", "1"}}).context(), call);
  }

  JsonHost json;
  postgres::Pool pool{postgres::TestCluster::shared().fresh(), 4};
  std::vector<Id> changed;
  Instant now = Instant::parse("2026-11-23T09:00:00Z");
  ChartService chart{[this](const CallContext&, const Id& id) { changed.push_back(id); },
                     [this](const CallContext&) { return now; }};
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
