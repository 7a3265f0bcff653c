// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sistema_ts {

/// Sixteen characters with the right check letter, replaced digits (omocodia) included.
bool is_fiscal_code(std::string_view code);

/// What a recipe may carry for a patient: a fiscal code, a provisional one (11 digits), STP or ENI.
bool is_patient_code(std::string_view code);

/// Nine digits with the right check digit. Source: PROTOCOLS 6.3.
bool is_drug_code(std::string_view code);

}  // namespace sistema_ts
