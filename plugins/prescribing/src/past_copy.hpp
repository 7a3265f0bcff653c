// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>
#include <unordered_set>
#include <vector>

#include "curante/host.hpp"
#include "prescribing.hpp"

/// Writes recipes of the past by COPY. What most records do not have (services, white numbers, …)
/// is left out of the rows that have none, so that a million drugs cost what they always did.
namespace curante::prescribing {

/// The prescription a record belongs to.
inline const Id& prescription_of(const PastPrescription& it) {
  return it.prescription.empty() ? it.id : it.prescription;
}

/// Prescriptions of `records`, but for those whose ids are in `there`.
void copy_prescriptions(const Host& host, pqxx::transaction_base& tx, const std::string& practice,
                        const std::vector<PastPrescription>& records,
                        const std::unordered_set<std::string>& there);
void copy_recipes(pqxx::transaction_base& tx, const std::string& practice,
                  const std::vector<PastPrescription>& records);
void copy_lines(pqxx::transaction_base& tx, const std::string& practice,
                const std::vector<PastPrescription>& records);

}  // namespace curante::prescribing
