// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "curante/context.hpp"
#include "document_store.hpp"
#include "personal_data.hpp"

namespace curante::documents {

/// How a record becomes text and comes back; the host owns the format. `read` throws Error.
struct RecordText {
  std::function<std::string(const DocumentRecord&)> write;
  std::function<DocumentRecord(const std::string&)> read;
};

/// Answers personal-data/1 for this room: one section, "documents.documents", whose records are
/// DocumentRecord. A document names its patient on paper, so anonymising one removes it.
/// Safe to use from any thread, once opened.
class PersonalDataService {
 public:
  explicit PersonalDataService(RecordText text) : text_(std::move(text)) {}
  void open(postgres::Pool& pool) { store_.emplace(pool); }

  personal_data::SectionList on(const CallContext& context,
                                const personal_data::Enumerate& request);
  personal_data::Records on(const CallContext& context, const personal_data::Export& request);
  personal_data::Imported on(const CallContext& context, const personal_data::Import& request);
  personal_data::Erased on(const CallContext& context, const personal_data::Erase& request);
  personal_data::Erased on(const CallContext& context, const personal_data::Anonymise& request);

 private:
  personal_data::Erased erase(const CallContext& context, const Id& patient);

  RecordText text_;
  std::optional<DocumentStore> store_;
};

}  // namespace curante::documents
