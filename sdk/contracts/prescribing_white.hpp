// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// What goes on a white recipe, at the patient's charge; of prescribing/1.
namespace curante::prescribing {

/// A line that does: because the draft says so, or because the SSN never pays it (class C).
struct WhiteLine {
  int32_t line = 0;         ///< of the draft, from 1
  bool repeatable = false;  ///< RR, else RNR: as the rules have it, whatever the draft wishes
};
CURANTE_DESCRIBE(WhiteLine, line, repeatable);

}  // namespace curante::prescribing
