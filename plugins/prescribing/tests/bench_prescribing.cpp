// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "curante/json.hpp"
#include "room.hpp"

/// Figures of this room, one JSON object a line. `prescribing_bench [LINES]`, 100,000 by default.
namespace curante::prescribing {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}
void tell(const char* name, double value, const char* unit, const char* goal) {
  std::printf("{\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\",\"goal\":\"%s\"}\n", name, value,
              unit, goal);
}

Id numbered(const char* kind, int64_t number) {
  // Spread like random ids, so that indexes are not flattered.
  const uint64_t mixed = static_cast<uint64_t>(number + 1) * 0x9E3779B97F4A7C15ull;
  char id[40];
  std::snprintf(id, sizeof id, "%08x-%04x-4000-8000-%s%08llx", static_cast<unsigned>(mixed >> 32),
                static_cast<unsigned>(mixed >> 16 & 0xFFFF), kind,
                static_cast<unsigned long long>(number));
  return Id(id);
}

std::string record(const Host& host, int64_t number, const Id& patient, int lines) {
  PastPrescription it;
  it.id = numbered("aaaa", number);
  it.patient = patient;
  it.doctor = sample::doctor_id;
  it.issued = Instant{1'600'000'000'000 + number * 70'000};
  it.exemption = "013";
  it.diagnosis_code = "250.00";
  it.diagnosis_text = "DIABETE MELLITO TIPO II";
  it.nre = Nre(fmt::format("1200A4{:09}", number));
  for (int i = 0; i < lines; ++i) {
    Line line;
    line.aic = "024840074";
    line.drug_text = "CARDIOASPIRIN 100 mg compresse gastroresistenti, 30 compresse";
    line.atc = "B01AC06";
    line.group_code = "A5B";
    line.group_text = "ACIDO ACETILSALICILICO 100MG 30 UNITA' USO ORALE";
    line.quantity = 2;
    line.posology = "1 compressa dopo pranzo";
    it.lines.push_back(line);
  }
  return to_json(host, it);
}

}  // namespace

void bench(int64_t total_lines) {
  const FakeHost fake;
  const Host host = fake.host();
  postgres::Pool pool(postgres::TestCluster::shared().fresh(), 4);
  postgres::migrate(pool, embedded::prescribing_migrations());
  PersonalDataService personal_data(host, pool);
  Caller caller;
  caller.fields["practice"] = "prova";

  constexpr int64_t batch = 5'000;
  constexpr int lines_each = 2;
  double importing = 0;
  for (int64_t next = 0; next < total_lines / lines_each; next += batch) {
    personal_data::Import call{"prescribing.prescriptions", {}};
    for (int64_t i = next; i < next + batch; ++i) {
      const Id patient =
          i % 20 == 0 && i / 20 < 2'500 ? sample::patient_id : numbered("bbbb", i % 15'000);
      call.records.push_back(record(host, i, patient, lines_each));
    }
    const auto start = Clock::now();
    const auto imported = personal_data.on(caller.context(), call);
    importing += seconds_since(start);
    if (imported.accepted != batch) std::exit(1);
  }
  tell("import_3m_lines_s", importing / static_cast<double>(total_lines) * 3e6, "s", "< 100");

  pool.write([](pqxx::transaction_base& tx) { tx.exec("analyze"); });
  PrescriptionReader reader(host, pool);
  double first_page = 0;
  for (int i = 0; i < 50; ++i) {
    const auto start = Clock::now();
    reader.of_patient("prova", {sample::patient_id, "", 20});
    first_page += seconds_since(start);
  }
  tell("list_stress_patient_ms", first_page / 50 * 1000, "ms", "<= 150 with the chart");
}

}  // namespace curante::prescribing

int main(int argc, char** argv) {
  curante::prescribing::bench(argc > 1 ? std::atoll(argv[1]) : 100'000);
}
