// SPDX-License-Identifier: Apache-2.0
#include "record_sink.hpp"

namespace curante::demo {

RecordSink::RecordSink(const Host& host, const CallContext& context,
                       const std::vector<Use<personal_data::Contract>>& rooms)
    : host_(host), context_(context) {
  for (const auto& room : rooms) {
    if (!room) continue;
    for (const auto& section : room.ask(context, personal_data::Enumerate{}).sections) {
      batches_[section.name].room = &room;
    }
  }
}

RecordSink::Batch& RecordSink::batch_of(const std::string& section) {
  const auto found = batches_.find(section);
  if (found != batches_.end()) return found->second;
  throw Error("section-unclaimed", "no running plugin keeps the records " + section,
              "add the plugin that does to the region");
}

void RecordSink::flush(const std::string& section, Batch& batch) {
  if (batch.records.empty()) return;
  const auto imported =
      batch.room->ask(context_, personal_data::Import{section, std::move(batch.records)});
  batch.records.clear();
  accepted_ += imported.accepted;
  if (imported.refused.empty()) return;
  const personal_data::Refusal& first = imported.refused.front();
  throw Error("record-refused",
              section + " refused " + std::to_string(imported.refused.size()) +
                  " records: " + first.code + " " + first.message,
              "correct plugins/demo/data");
}

}  // namespace curante::demo
