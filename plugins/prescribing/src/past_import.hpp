// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "personal_data.hpp"
#include "prescribing.hpp"

namespace curante::prescribing {

/// Takes recipes of the past in bulk: by COPY, in one transaction. A record whose id is there is
/// replaced, unless it was issued from here: then ours is the original, and it stays.
class PastImport {
 public:
  PastImport(const Host& host, postgres::Pool& pool) : host_(host), pool_(pool) {}

  personal_data::Imported run(const std::string& practice, const std::vector<std::string>& records);

 private:
  /// Parses and checks; what is refused goes to `imported`.
  std::vector<PastPrescription> accepted(const std::vector<std::string>& records,
                                         personal_data::Imported& imported) const;
  void copy(pqxx::transaction_base& tx, const std::string& practice,
            const std::vector<PastPrescription>& records) const;
  /// Removes what the records replace; the ids of those that were issued here, which stay.
  std::unordered_set<std::string> replace(pqxx::transaction_base& tx, const std::string& practice,
                                          const std::vector<PastPrescription>& records) const;

  Host host_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
