// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace curante::prescribing {

/// Days of therapy in so many packs of `units` each, after the dose that the posology states; 0 when
/// it does not state one for certain.
int64_t therapy_days(std::string_view posology, int32_t units, int32_t packs);

}  // namespace curante::prescribing
