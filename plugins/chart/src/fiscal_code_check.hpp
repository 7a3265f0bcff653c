// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "chart.hpp"

namespace curante::chart {

/// What in a patient's identity contradicts the codice fiscale: surname, name, birth date, sex,
/// place. Empty: all agrees, or there is nothing to compare (STP, ENI, provisional codes). Omocodia
/// is understood. Source: DM 23 December 1976; PROTOCOLS 6.1.
std::vector<std::string> fiscal_code_contradictions(const Patient& patient);

/// A name's three letters in the codice fiscale: consonants, then vowels, then X; of a first name
/// with four consonants or more the first, third and fourth.
std::string surname_letters(const std::string& last_name);
std::string name_letters(const std::string& first_name);

}  // namespace curante::chart
