// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "curante/postgres/pool.hpp"
#include "surroundings.hpp"

namespace curante::red_recipes {

/// Forms as backup, portability and erasure see them. What is put in here is past: nothing of it is
/// sent. The numbers of pads stay used whatever is erased. Safe from any thread.
class PastForms {
 public:
  PastForms(postgres::Pool& pool, const Surroundings& surroundings)
      : pool_(pool), surroundings_(surroundings) {}

  /// Of one patient, or of the practice when `patient` is empty.
  int64_t count(const std::string& practice, const Id& patient);
  /// Up to `limit` forms whose code is greater than `after`, by code.
  std::vector<FormRecord> records(const std::string& practice, const Id& patient,
                                  const std::string& after, int32_t limit);
  /// Puts records as they are, replacing those of the same code, all in one transaction. Returns a
  /// refusal for each record that is not sound.
  std::vector<std::pair<size_t, Error>> put(const std::string& practice,
                                            const std::vector<FormRecord>& records);
  /// Throws Error{"red-forms-open"} while something of the patient is still to be told, or its
  /// outcome is not known.
  int64_t erase(const std::string& practice, const Id& patient);
  /// Keeps codes, states and days. Throws Error{"red-forms-open"}, as `erase` does.
  int64_t anonymise(const std::string& practice, const Id& patient);

 private:
  void put_one(pqxx::transaction_base& tx, const std::string& practice, const FormRecord& record);

  postgres::Pool& pool_;
  const Surroundings& surroundings_;
};

}  // namespace curante::red_recipes
