// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "chart.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::chart {

/// What is searched of a patient's name: lower case, no accents; a surname of several words also
/// written together ("d angelo maria dangelo").
std::string searched_name(const Patient& patient);

/// As an array of SQL.
std::string uuid_array(const std::vector<Id>& ids);

/// Finds patients as one types: words of the name or parts of them in any order, or the beginning
/// of a codice fiscale.
class PatientSearch {
 public:
  explicit PatientSearch(std::string practice) : practice_(std::move(practice)) {}

  /// Names that begin with what was typed come first, then those with words that do.
  PatientList find(pqxx::transaction_base& tx, const SearchPatients& wanted) const;
  PatientList by_ids(pqxx::transaction_base& tx, const std::vector<Id>& ids) const;
  /// Those that did not leave the list, by name.
  PatientList of_asl(pqxx::transaction_base& tx, const AslCode& asl, int32_t limit) const;

 private:
  pqxx::result with_name(pqxx::transaction_base& tx, const std::string& text, bool include_revoked,
                         int32_t rows) const;
  pqxx::result with_code(pqxx::transaction_base& tx, const std::string& text, bool include_revoked,
                         int32_t rows) const;

  std::string practice_;
};

}  // namespace curante::chart
