// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chart.hpp"

namespace curante::chart {

/// What every record must have, however it comes in. Each throws Error{"record-incomplete"}, or
/// "quantity-out-of-range" for packs.
void check(const Patient& it);
void check(const Allergy& it);
void check(const Problem& it);
void check(const Contact& it);
void check(const Therapy& it);

/// To replace one ASL by another. Throws Error{"record-incomplete"}, Error{"patients-too-many"}.
void check(const ReplaceAsl& it);

/// One row is kept for a code: a second one would be lost without a word, and a renewed exemption
/// with it. Throws Error{"record-incomplete"}.
void check_exemptions(const Patient& it);

/// Throws Error{"fiscal-code-mismatch"} listing what contradicts the codice fiscale.
void check_fiscal_code(const Patient& it);

}  // namespace curante::chart
