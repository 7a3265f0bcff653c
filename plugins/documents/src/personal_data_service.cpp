// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include <algorithm>

namespace curante::documents {
namespace {

constexpr std::string_view section_name = "documents.documents";
// Documents refer to patients and recipes of other rooms, which come first.
constexpr int32_t section_order = 900;
// A record holds a whole file in base64: some 25 kB each.
constexpr int32_t most_records = 200;

void demand_section(std::string_view name) {
  if (name == section_name) return;
  throw Error("section-unknown", "this room has no section «" + std::string(name) + "»",
              "ask Enumerate for the sections there are");
}

}  // namespace

personal_data::SectionList PersonalDataService::on(const CallContext& context,
                                                   const personal_data::Enumerate& request) {
  const int64_t count = store_->count(context.practice(), request.patient);
  return {{{std::string(section_name), section_order, count}}};
}

personal_data::Records PersonalDataService::on(const CallContext& context,
                                               const personal_data::Export& request) {
  demand_section(request.section);
  const int32_t limit = std::clamp(request.limit, 1, most_records);
  const Id after(request.cursor);
  const auto found = store_->records(context.practice(), request.patient, after.value(), limit);
  personal_data::Records out;
  for (const DocumentRecord& record : found) out.records.push_back(text_.write(record));
  if (found.size() == static_cast<size_t>(limit)) out.next = found.back().info.id.value();
  return out;
}

personal_data::Imported PersonalDataService::on(const CallContext& context,
                                                const personal_data::Import& request) {
  demand_section(request.section);
  personal_data::Imported out;
  std::vector<DocumentRecord> records;
  std::vector<int64_t> index;
  for (size_t i = 0; i < request.records.size(); ++i) {
    try {
      records.push_back(text_.read(request.records[i]));
      index.push_back(static_cast<int64_t>(i));
    } catch (const Error& e) {
      out.refused.push_back({static_cast<int64_t>(i), e.code(), e.message()});
    }
  }
  const auto refused = store_->put(context.practice(), records);
  for (const auto& [at, e] : refused) out.refused.push_back({index[at], e.code(), e.message()});
  std::sort(out.refused.begin(), out.refused.end(),
            [](const auto& a, const auto& b) { return a.index < b.index; });
  out.accepted = static_cast<int64_t>(records.size() - refused.size());
  return out;
}

personal_data::Erased PersonalDataService::erase(const CallContext& context, const Id& patient) {
  if (patient.empty()) {
    throw Error("patient-missing", "no patient was named", "name the patient whose data to erase");
  }
  return {store_->erase(context.practice(), patient)};
}

personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Erase& request) {
  return erase(context, request.patient);
}

personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Anonymise& request) {
  return erase(context, request.patient);
}

}  // namespace curante::documents
