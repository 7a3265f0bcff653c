// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
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
  Draft draft;                 ///< as it was judged (draft_texts.hpp)
  std::optional<Draft> asked;  ///< as it came, by which it is known again; missing: the same
  std::vector<Override> overrides;  ///< those that were needed
  std::vector<ComposedRecipe> recipes;
  bool day_unproven = false;  ///< nobody could tell whether the clock was behind (wrong_day.hpp)
};

/// Writes prescriptions. Safe from any thread.
class PrescriptionWriter {
 public:
  PrescriptionWriter(const Host& host, postgres::Pool& pool) : host_(host), pool_(pool) {}

  struct Written {
    bool now = false;  ///< else another prescription with this draft's id was there already
    std::optional<PreparedChanged> prepared;  ///< it had been prepared, and no longer waits
  };
  /// Writes prescription, recipes, lines, overridden warnings and the outbox in one transaction,
  /// and in the same settles what was prepared under this id. Repeated with the same prescription,
  /// after an outcome that nobody learned, it answers as it would have the first time. Unless `now`
  /// nothing of this prescription is written; what was prepared is then settled as the one that is
  /// there says. Throws Error{"prepared-settled"} when it was declined or withdrawn, and
  /// Error{"patient-mismatch"} when it was prepared for another patient.
  Written insert(const std::string& practice, const NewPrescription& prescription);

  enum class Earlier { none, same, different };
  /// Whether this draft was issued before, and with the same content.
  Earlier earlier(const std::string& practice, const Draft& draft);

 private:
  /// What to say of a prescription whose id is there already.
  static Written there_already(pqxx::transaction_base& tx, const std::string& practice,
                               const NewPrescription& prescription);
  void insert_recipe(pqxx::transaction_base& tx, const std::string& practice,
                     const NewPrescription& prescription, size_t index) const;

  Host host_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
