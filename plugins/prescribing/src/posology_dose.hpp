// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curante::prescribing {

/// How much of a drug is taken: `hundredths` of a unit (compressa, capsula, bustina …) in `days`.
struct Dose {
  int64_t hundredths = 0;
  int32_t days = 1;
  std::string unit;  ///< stem of the unit's name, "compress"; empty when the posology names none

  bool operator==(const Dose&) const = default;
};

/// The dose that a posology states, when it states one for certain: «1 cpr al dì», «1+1», «mezza
/// compressa mattina e sera», «ogni 8 ore», «1 a giorni alterni». Nothing for all else: a word that
/// is not known («al bisogno», «per 7 giorni», «1-2 cpr») may change what the others mean.
std::optional<Dose> dose_of(std::string_view posology);

}  // namespace curante::prescribing
