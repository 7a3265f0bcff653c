// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "chart.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::chart {

/// Finds patients as one types: words of the name in any order, or the beginning of a codice
/// fiscale.
class PatientSearch {
 public:
  explicit PatientSearch(std::string practice) : practice_(std::move(practice)) {}

  /// One statement. Names that begin with what was typed come first.
  PatientList find(pqxx::transaction_base& tx, const SearchPatients& wanted) const;
  PatientList by_ids(pqxx::transaction_base& tx, const std::vector<Id>& ids) const;

 private:
  std::string practice_;
};

}  // namespace curante::chart
