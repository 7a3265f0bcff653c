// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "curante/context.hpp"
#include "curante/host.hpp"
#include "document_store.hpp"
#include "personal_data.hpp"

namespace curante::documents {

/// Answers personal-data/1 for this room: one section, "documents.documents", whose records are
/// DocumentRecord. A document names its patient on paper, so anonymising one removes it.
/// Safe to use from any thread, once opened.
class PersonalDataService {
 public:
  explicit PersonalDataService(const Host& host) : host_(host) {}
  void open(postgres::Pool& pool) { store_.emplace(pool); }

  personal_data::SectionList on(const CallContext& context,
                                const personal_data::Enumerate& request);
  personal_data::Records on(const CallContext& context, const personal_data::Export& request);
  personal_data::Imported on(const CallContext& context, const personal_data::Import& request);
  personal_data::Erased on(const CallContext& context, const personal_data::Erase& request);
  personal_data::Erased on(const CallContext& context, const personal_data::Anonymise& request);

 private:
  personal_data::Erased erase(const CallContext& context, const Id& patient);

  Host host_;
  std::optional<DocumentStore> store_;
};

}  // namespace curante::documents
