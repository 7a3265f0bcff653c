// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "clinical_maker.hpp"
#include "person_maker.hpp"
#include "record_sink.hpp"

namespace curante::demo {

/// What `demo seed` was asked for.
struct SeedOrder {
  int64_t patients = 0;
  uint64_t seed = 1;
  Extent extent;

  /// Throws Error{"usage"} with what is wrong.
  static SeedOrder parse(const std::vector<std::string>& arguments);
};

/// Makes the whole practice, the stress patient last. `progress` is told how far it has come.
void seed(const SeedOrder& order, const PersonMaker& people, const ClinicalMaker& clinic,
          RecordSink& sink, const std::function<void(int64_t done)>& progress);

/// The stress patient: always the same id and surname, 1,000 contacts, 5,000 recipe lines (DOMAIN).
extern const char* const stress_patient_id;

}  // namespace curante::demo
