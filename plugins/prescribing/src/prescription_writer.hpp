// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "recipe_composer.hpp"

namespace curante::prescribing {

/// Everything that issuing writes.
struct NewPrescription {
  Id doctor;
  Id author;
  Instant issued;
  Draft draft;
  std::vector<Override> overrides;  ///< those that were needed
  std::vector<ComposedRecipe> recipes;
};

/// Writes prescriptions. Safe from any thread.
class PrescriptionWriter {
 public:
  PrescriptionWriter(const Host& host, postgres::Pool& pool) : host_(host), pool_(pool) {}

  /// Writes prescription, recipes, lines, overridden warnings and the outbox in one transaction.
  /// False when a prescription with this draft's id is there already: then nothing is written.
  bool insert(const std::string& practice, const NewPrescription& prescription);

  enum class Earlier { none, same, different };
  /// Whether this draft was issued before, and with the same content.
  Earlier earlier(const std::string& practice, const Draft& draft);

 private:
  void insert_recipe(pqxx::transaction_base& tx, const std::string& practice,
                     const NewPrescription& prescription, size_t index) const;

  Host host_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
