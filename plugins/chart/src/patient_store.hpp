// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "chart.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::chart {

/// Patients and their exemptions. Functions take their caller's transaction.
class PatientStore {
 public:
  explicit PatientStore(std::string practice) : practice_(std::move(practice)) {}

  /// In one statement, exemptions included.
  std::optional<Patient> find(pqxx::transaction_base& tx, const Id& id) const;
  /// Inserts, or updates the record of version `patient.version`. Throws "record-changed",
  /// "fiscal-code-taken".
  Patient save(pqxx::transaction_base& tx, Patient patient) const;

 private:
  void save_exemptions(pqxx::transaction_base& tx, const Patient& patient) const;

  std::string practice_;
};

}  // namespace curante::chart
