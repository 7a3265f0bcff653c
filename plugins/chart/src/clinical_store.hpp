// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "chart.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::chart {

/// Allergies, problems, contacts and therapies of a patient. Each `save` inserts, or replaces the
/// record of the same id and patient. Functions take their caller's transaction.
class ClinicalStore {
 public:
  explicit ClinicalStore(std::string practice) : practice_(std::move(practice)) {}

  int64_t save(pqxx::transaction_base& tx, const Allergy& it) const;
  int64_t save(pqxx::transaction_base& tx, const Problem& it) const;
  void save(pqxx::transaction_base& tx, const Contact& it) const;
  int64_t save(pqxx::transaction_base& tx, const Therapy& it) const;

  /// The active ones; `all_…` gives what was found to be wrong or has ended, too.
  std::vector<Allergy> allergies(pqxx::transaction_base& tx, const Id& patient) const;
  std::vector<Allergy> all_allergies(pqxx::transaction_base& tx, const Id& patient) const;
  std::vector<Problem> problems(pqxx::transaction_base& tx, const Id& patient) const;
  /// Those running on `today`: a planned end is no end yet.
  std::vector<Therapy> therapies(pqxx::transaction_base& tx, const Id& patient, Date today) const;
  std::vector<Therapy> all_therapies(pqxx::transaction_base& tx, const Id& patient) const;
  std::optional<Contact> contact(pqxx::transaction_base& tx, const Id& id) const;
  /// Newest first, beginning after `cursor` ("<milliseconds>:<id>"); one more than `limit` if there
  /// is.
  std::vector<Contact> contacts(pqxx::transaction_base& tx, const Id& patient,
                                const std::string& cursor, int32_t limit) const;
  int64_t contact_count(pqxx::transaction_base& tx, const Id& patient) const;

 private:
  std::string practice_;
};

/// The cursor that continues after a contact.
std::string cursor_after(const Contact& contact);

}  // namespace curante::chart
