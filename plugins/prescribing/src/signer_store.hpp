// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/postgres/pool.hpp"
#include "prescribing_signer.hpp"

namespace curante::prescribing {

/// Who signs for absent doctors, in the database: one at most for each doctor and day, and never
/// one who is absent as well. Safe from any thread and several hosts.
class SignerStore {
 public:
  explicit SignerStore(postgres::Pool& pool) : pool_(pool) {}

  /// In force on `today` and later, by their first day.
  SignerList list(const std::string& practice, Date today) const;
  /// Throws Error{"signer-overlaps"}, Error{"signer-absent"}, Error{"signer-differs"} when
  /// something else was set under its id.
  void set(const std::string& practice, const Signer& it, Instant at);
  /// None when it is not there, or was removed.
  std::optional<Signer> find(const std::string& practice, const Id& id) const;
  void remove(const std::string& practice, const Id& id, Instant at);

  /// A lateral join that finds for each row `q` of prepared who signs in place of its doctor: `g`.
  /// While it waits that is who signs on `today`; once settled, who settled it in that place.
  static std::string join(Date today);
  /// The same of rows that are settled.
  static std::string join_of_settled();

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
