// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "formulary.hpp"

namespace curante::demo {

/// A chronic problem and the drug that is usually taken for it.
struct Regimen {
  std::string icd9, problem, exemption, posology;
  formulary::Drug drug;
  int youngest = 0;  ///< age from which it occurs
  int percent = 0;   ///< of the people at 80; fewer when younger
  std::string sex;   ///< "M" or "F" where only they have it, else empty
};

/// The built-in regimens whose drug the formulary has. `search` finds packs by substance.
std::vector<Regimen> regimens(
    const std::function<std::vector<formulary::Drug>(const std::string& substance)>& search);

}  // namespace curante::demo
