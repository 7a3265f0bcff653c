// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include <algorithm>

namespace curante::red_recipes {
namespace {

constexpr std::string_view section_name = "red-recipes.forms";
// Forms refer to patients, recipes and documents of other rooms, which come first.
constexpr int32_t section_order = 910;
constexpr int32_t most_records = 1000;

void demand_section(std::string_view name) {
  if (name == section_name) return;
  throw Error("section-unknown", "this room has no section «" + std::string(name) + "»",
              "ask Enumerate for the sections there are");
}

void demand_patient(const Id& patient) {
  if (!patient.empty()) return;
  throw Error("patient-missing", "no patient was named", "name the patient whose data to erase");
}

}  // namespace

personal_data::SectionList PersonalDataService::on(const CallContext& context,
                                                   const personal_data::Enumerate& call) {
  return {
      {{std::string(section_name), section_order, forms_.count(context.practice(), call.patient)}}};
}

personal_data::Records PersonalDataService::on(const CallContext& context,
                                               const personal_data::Export& call) {
  demand_section(call.section);
  const int32_t limit = std::clamp(call.limit, 1, most_records);
  const auto found = forms_.records(context.practice(), call.patient, call.cursor, limit);
  personal_data::Records out;
  for (const FormRecord& record : found) {
    out.records.push_back(surroundings_.record_to_text(record));
  }
  if (found.size() == static_cast<size_t>(limit)) out.next = found.back().form.code;
  return out;
}

personal_data::Imported PersonalDataService::on(const CallContext& context,
                                                const personal_data::Import& call) {
  demand_section(call.section);
  personal_data::Imported out;
  std::vector<FormRecord> records;
  std::vector<int64_t> index;
  for (size_t i = 0; i < call.records.size(); ++i) {
    try {
      records.push_back(surroundings_.record_of(call.records[i]));
      index.push_back(static_cast<int64_t>(i));
    } catch (const Error& e) {
      out.refused.push_back({static_cast<int64_t>(i), e.code(), e.message()});
    }
  }
  const auto refused = forms_.put(context.practice(), records);
  for (const auto& [at, e] : refused) out.refused.push_back({index[at], e.code(), e.message()});
  std::sort(out.refused.begin(), out.refused.end(),
            [](const auto& a, const auto& b) { return a.index < b.index; });
  out.accepted = static_cast<int64_t>(records.size() - refused.size());
  return out;
}

personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Erase& call) {
  demand_patient(call.patient);
  return {forms_.erase(context.practice(), call.patient)};
}

personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Anonymise& call) {
  demand_patient(call.patient);
  return {forms_.anonymise(context.practice(), call.patient)};
}

}  // namespace curante::red_recipes
