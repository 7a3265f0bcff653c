// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace curante::prescribing {

/// How many doses a day a posology says, in hundredths: "1 compressa 2 volte al giorno", "1+1+1 al
/// dì", "1 cpr ogni 12 ore". 0 when it does not say so plainly: a guess is worse than none.
int64_t daily_doses(std::string_view posology);

/// Days of therapy in so many packs; 0 when not known.
int64_t therapy_days(std::string_view posology, int32_t units, int32_t packs);

}  // namespace curante::prescribing
