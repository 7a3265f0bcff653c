// SPDX-License-Identifier: Apache-2.0
// bench-chart: how fast a practice of 15,000 finds and opens a patient. One JSON object a line.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include "curante/json.hpp"
#include "practice.hpp"

namespace curante::chart {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int patients = 15'000, stress_contacts = 1000;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

void print(const char* name, double value, const char* unit, double goal) {
  fmt::print(R"({{"name":"{}","value":{:.2f},"unit":"{}","goal":{}}})"
             "\n",
             name, value, unit, goal);
}

/// A surname or first name of three to five syllables; the same number gives the same name.
std::string name_of(uint32_t number) {
  constexpr const char* syllables[] = {"ros", "si", "mar", "co",  "lu", "ca", "bian", "chi",
                                       "fer", "ra", "ri",  "gio", "va", "an", "na",   "te"};
  std::string name;
  const uint32_t count = 2 + number % 3;
  for (uint32_t i = 0; i < count; ++i, number = number * 1664525U + 1013904223U) {
    name += syllables[number >> 28];
  }
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

template <class Record>
void import(Practice& practice, const std::string& section, const std::vector<Record>& records) {
  personal_data::Import call{section, {}};
  for (const Record& it : records) call.records.push_back(to_json(practice.json.host(), it));
  const auto begin = Clock::now();
  const auto taken = practice.ask_data(call);
  if (taken.refused.empty()) {
    print(("import_" + section.substr(6) + "_per_second").c_str(),
          static_cast<double>(taken.accepted) / ms_since(begin) * 1000, "1/s", 20'000);
    return;
  }
  throw Error("bench-refused", taken.refused[0].message, "correct the bench");
}

void fill(Practice& practice) {
  std::vector<Patient> people;
  for (int i = 0; i < patients; ++i) {
    const auto seed = static_cast<uint32_t>(i) * 2654435761U;
    Patient it = person(name_of(seed), name_of(seed ^ 0x5bd1e995U));
    it.id = id_number(i);
    it.version = 1;
    people.push_back(it);
  }
  import(practice, "chart.patients", people);
  std::vector<Contact> contacts;
  std::vector<Problem> problems;
  std::vector<Therapy> therapies;
  for (int i = 0; i < stress_contacts + 20'000; ++i) {
    const Id whose = i < stress_contacts ? id_number(0) : id_number(i % patients);
    contacts.push_back({id_number(100'000 + i), whose, Instant{1'600'000'000'000 + i * 60'000LL},
                        ContactKind::remote, "Dott. Uno", std::string(300, 'x'), Id()});
  }
  import(practice, "chart.contacts", contacts);
  for (int i = 0; i < 40; ++i) {
    problems.push_back(
        {id_number(200'000 + i), id_number(0), "401.9", "Ipertensione", {}, true, i % 2 == 0, ""});
    Therapy therapy;
    therapy.id = id_number(300'000 + i);
    therapy.patient = id_number(0);
    therapy.drug_text = "Ramipril 5 mg 14 compresse";
    therapies.push_back(therapy);
  }
  practice.ask_data(personal_data::Enumerate{});
  import(practice, "chart.problems", problems);
  import(practice, "chart.therapies", therapies);
}

double p95(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return times[times.size() * 95 / 100];
}

/// What people type, letter by letter, for every hundredth patient: a surname, then two beginnings.
double search_p95(Practice& practice) {
  std::vector<double> times;
  size_t found = 0;
  for (uint32_t i = 0; i < patients; i += 300) {
    const std::string last = name_of(i * 2654435761U);
    std::vector<std::string> typed = {last.substr(0, 3) + " mar", "mar " + last.substr(0, 2)};
    for (size_t letters = 1; letters <= last.size(); ++letters) {
      typed.push_back(last.substr(0, letters));
    }
    for (const std::string& text : typed) {
      const auto begin = Clock::now();
      found += practice.ask(SearchPatients{text}).patients.size();
      times.push_back(ms_since(begin));
    }
  }
  if (found == 0) throw Error("bench-empty", "no search found anybody", "correct the bench");
  return p95(times);
}

/// Statements the server itself counted while the chart was read.
double statements_of_chart(Practice& practice) {
  const std::string folder = postgres::TestCluster::shared().folder();
  const auto lines = [&] {
    std::ifstream log(folder + "/server.log");
    std::string line;
    int count = 0;
    while (std::getline(log, line)) {
      const bool statement = line.find("execute ") != std::string::npos ||
                             line.find("statement: ") != std::string::npos;
      count += statement;
    }
    return count;
  };
  {
    pqxx::connection server(postgres::TestCluster::shared().superuser());
    pqxx::nontransaction tx(server);
    tx.exec("alter role all set log_statement = 'all'");
  }
  postgres::Pool logged(postgres::TestCluster::shared().fresh(), 1);
  postgres::migrate(logged, embedded::chart_migrations());
  ChartService chart([](const CallContext&, const Id&) {},
                     [](const CallContext&) { return Instant{}; }, Audit{});
  chart.open(logged, "1");
  const testing::Caller caller(testing::Caller::Fields{{"practice", "1"}});
  Patient it = person("Prova", "Anna");
  it.id = practice.ask(GetPatient{id_number(0)}).id;
  chart.on(caller.context(), SavePatient{it, true});
  const int before = lines();
  chart.on(caller.context(), GetChart{it.id});
  return lines() - before;
}

void run() {
  Practice practice;
  fill(practice);
  {
    pqxx::connection server(postgres::TestCluster::shared().superuser());
    pqxx::nontransaction(server).exec("analyze");
  }
  print("patient_search_15000_p95_ms", search_p95(practice), "ms", 50);
  std::vector<double> times;
  for (int i = 0; i < 100; ++i) {
    const auto begin = Clock::now();
    if (practice.ask(GetChart{id_number(0)}).contact_count < stress_contacts) {
      throw Error("bench-empty", "the stress patient has lost contacts", "correct the bench");
    }
    times.push_back(ms_since(begin));
  }
  print("stress_chart_ms", p95(times), "ms", 150);
  print("stress_chart_statements", statements_of_chart(practice), "count", 12);
}

}  // namespace
}  // namespace curante::chart

int main() {
  try {
    curante::chart::run();
    return 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "bench-chart: {}\n", e.what());
    return 1;
  }
}
