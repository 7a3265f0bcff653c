// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "facts.hpp"

namespace curante::prescribing {

/// Reads prescriptions in pages, each with three statements whatever its size. Safe from any
/// thread.
class PrescriptionReader {
 public:
  PrescriptionReader(const Host& host, postgres::Pool& pool) : host_(host), pool_(pool) {}

  /// Throws Error{"prescription-unknown"}.
  Prescription get(const std::string& practice, const Id& id);
  PrescriptionList of_patient(const std::string& practice, const ListForPatient& call);
  /// `day` as ListForDay means it; an empty `doctor` means all.
  PrescriptionList of_day(const std::string& practice, const ListForDay& call, Date day);
  PrescriptionList of_period(const std::string& practice, const ListForPeriod& call);
  /// What is not settled, of whatever day.
  OpenList open(const std::string& practice, const ListOpen& call);
  /// What was prescribed to a patient since a day, for the rules; newest first, 500 lines at most.
  std::vector<RecentLine> recent(const std::string& practice, const Id& patient, Date since);

  /// When each of these therapeutic plans stood on a recipe of the patient's for the first time.
  std::map<std::string, Date> plans_since(const std::string& practice, const Id& patient,
                                          const std::vector<std::string>& plans);

  /// A recipe with what belongs to it.
  struct Found {
    RecipeView view;
    Id prescription;
    Id patient;
  };
  /// Throws Error{"recipe-unknown"}.
  Found recipe(const std::string& practice, const Id& id);

 private:
  PrescriptionList page(pqxx::transaction_base& tx, const std::string& practice,
                        const pqxx::result& rows, size_t limit) const;
  void add_recipes(pqxx::transaction_base& tx, const std::string& practice,
                   std::vector<Prescription>& prescriptions) const;
  RecipeView view_of(const pqxx::row& row, const std::string& exemption_of_prescription) const;

  Host host_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
