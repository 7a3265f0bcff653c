// SPDX-License-Identifier: Apache-2.0
#include "therapy_days.hpp"

#include "posology_dose.hpp"

namespace curante::prescribing {

int64_t therapy_days(std::string_view posology, int32_t units, int32_t packs) {
  const auto dose = dose_of(posology);
  if (!dose || dose->hundredths <= 0 || units <= 0 || packs <= 0) return 0;
  return int64_t{units} * packs * 100 * dose->days / dose->hundredths;
}

}  // namespace curante::prescribing
