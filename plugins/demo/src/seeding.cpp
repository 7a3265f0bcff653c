// SPDX-License-Identifier: Apache-2.0
#include "seeding.hpp"

#include <charconv>
#include <set>

namespace curante::demo {

const char* const stress_patient_id = "5742e55a-0000-8000-8000-000000000001";

namespace {

constexpr int64_t most_patients = 100'000;

int64_t number_of(const std::string& flag, const std::string& text, int64_t least, int64_t most) {
  int64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec == std::errc{} && result.ptr == text.data() + text.size() && number >= least &&
      number <= most) {
    return number;
  }
  throw Error("usage",
              flag + " is a number from " + std::to_string(least) + " to " + std::to_string(most),
              "for example: curante demo seed --patients 1500 --seed 1");
}

}  // namespace

SeedOrder SeedOrder::parse(const std::vector<std::string>& arguments) {
  SeedOrder order;
  for (size_t i = 0; i < arguments.size(); i += 2) {
    const std::string& flag = arguments[i];
    if (i + 1 == arguments.size()) throw Error("usage", flag + " needs a value", "");
    const std::string& value = arguments[i + 1];
    if (flag == "--patients") {
      order.patients = number_of(flag, value, 1, most_patients);
    } else if (flag == "--seed") {
      order.seed = static_cast<uint64_t>(number_of(flag, value, 0, INT64_MAX));
    } else if (flag == "--years") {
      order.extent.years = static_cast<int>(number_of(flag, value, 1, 30));
    } else if (flag == "--lines-per-patient") {
      order.extent.lines = static_cast<int>(number_of(flag, value, 0, 1000));
    } else if (flag == "--contacts-per-patient") {
      order.extent.contacts = static_cast<int>(number_of(flag, value, 0, 500));
    } else {
      throw Error("usage", flag + " is not known", "see curante --help");
    }
  }
  if (order.patients == 0) throw Error("usage", "--patients is missing", "see curante --help");
  return order;
}

void seed(const SeedOrder& order, const PersonMaker& people, const ClinicalMaker& clinic,
          RecordSink& sink, const std::function<void(int64_t done)>& progress) {
  // The practice admits each codice fiscale once; who comes second becomes somebody else.
  std::set<std::string> codes;
  // A batch of people is handed over before what refers to them.
  constexpr int64_t together = 200;
  std::vector<std::pair<chart::Patient, Record>> waiting;
  const auto hand_over_waiting = [&] {
    for (const auto& [person, record] : waiting) sink.add("chart.patients", person);
    sink.flush("chart.patients");
    for (auto& [person, record] : waiting) {
      for (const auto& it : record.allergies) sink.add("chart.allergies", it);
      for (const auto& it : record.problems) sink.add("chart.problems", it);
      for (const auto& it : record.contacts) sink.add("chart.contacts", it);
      for (const auto& it : record.therapies) sink.add("chart.therapies", it);
      for (const auto& it : record.prescriptions) sink.add("prescribing.prescriptions", it);
    }
    waiting.clear();
  };
  for (int64_t i = 0; i < order.patients; ++i) {
    RandomSource random(order.seed, static_cast<uint64_t>(i) + 1);
    chart::Patient person = people.make(random, i);
    while (!codes.insert(person.fiscal_code.value()).second) person = people.make(random, i);
    Record record = clinic.make(random, person, order.extent);
    waiting.emplace_back(std::move(person), std::move(record));
    if (static_cast<int64_t>(waiting.size()) == together) {
      hand_over_waiting();
      progress(i + 1);
    }
  }
  RandomSource random(order.seed, 0);
  chart::Patient stress = people.make(random, 0);
  stress.id = Id(stress_patient_id);
  stress.last_name = "Provastress";
  stress.fiscal_code = FiscalCode(fiscal_code(stress));
  waiting.emplace_back(stress, clinic.make(random, stress, {order.extent.years, 1000, 5000}));
  hand_over_waiting();
  for (const char* section : {"chart.allergies", "chart.problems", "chart.contacts",
                              "chart.therapies", "prescribing.prescriptions"}) {
    sink.flush(section);
  }
  progress(order.patients);
}

}  // namespace curante::demo
