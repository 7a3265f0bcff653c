// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "curante/json.hpp"
#include "curante/use.hpp"
#include "personal_data.hpp"

namespace curante::demo {

/// Hands records to the rooms that hold their sections, in batches, through personal-data/1.
class RecordSink {
 public:
  RecordSink(const Host& host, const CallContext& context,
             const std::vector<Use<personal_data::Contract>>& rooms);

  /// Adds a record. Throws Error{"section-unclaimed"} when no room has the section, or
  /// Error{"record-refused"} with the room's words.
  template <class Record>
  void add(const std::string& section, const Record& record) {
    Batch& batch = batch_of(section);
    batch.records.push_back(to_json(host_, record));
    if (batch.records.size() >= batch_size) flush(section, batch);
  }
  /// Hands over what is left of a section: what refers to it comes afterwards.
  void flush(const std::string& section) { flush(section, batch_of(section)); }
  int64_t accepted() const { return accepted_; }

 private:
  static constexpr size_t batch_size = 5000;
  struct Batch {
    const Use<personal_data::Contract>* room = nullptr;
    std::vector<std::string> records;
  };

  Batch& batch_of(const std::string& section);
  void flush(const std::string& section, Batch& batch);

  const Host& host_;
  const CallContext& context_;
  std::map<std::string, Batch> batches_;
  int64_t accepted_ = 0;
};

}  // namespace curante::demo
