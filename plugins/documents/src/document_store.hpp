// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/postgres/pool.hpp"
#include "documents.hpp"

namespace curante::documents {

/// The documents of all practices, each written once and never altered.
/// Safe to use from any thread. Every document carries the hash of its octets; reading a whole one
/// compares it and throws Error{"document-damaged"} rather than show what was not given.
class DocumentStore {
 public:
  explicit DocumentStore(postgres::Pool& pool) : pool_(pool) {}

  /// The document that was made of this recipe in this version.
  std::optional<DocumentInfo> find(const std::string& practice, const Id& recipe,
                                   const Bytes& version);

  /// Keeps a new document and gives it an id. When another thread or host was faster with the same
  /// recipe and version, the answer is that one's document.
  DocumentInfo keep(const std::string& practice, const DocumentRecord& document);

  /// Whose document it is. Throws "document-unknown".
  Id owner(const std::string& practice, const Id& document);

  /// `size` octets from `offset`; 0 = to the end. Throws "document-unknown", "range-invalid".
  Blob read(const std::string& practice, const Id& document, int64_t offset, int64_t size);

  /// Newest first.
  std::vector<DocumentInfo> list(const std::string& practice, const Id& patient, int32_t limit);

  /// How many documents there are; of one patient, or of the practice when `patient` is empty.
  int64_t count(const std::string& practice, const Id& patient);

  /// Up to `limit` documents whose id is greater than `after`, by id.
  std::vector<DocumentRecord> records(const std::string& practice, const Id& patient,
                                      const std::string& after, int32_t limit);

  /// Puts records as they are, replacing those of the same id, all in one transaction. Returns a
  /// refusal for each record that is not sound.
  std::vector<std::pair<size_t, Error>> put(const std::string& practice,
                                            const std::vector<DocumentRecord>& records);

  int64_t erase(const std::string& practice, const Id& patient);

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::documents
