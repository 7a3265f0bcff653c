// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace curante::chart {

/// What this room holds of a person, section by section, in the order in which it is imported.
struct RecordSection {
  std::string_view name;  ///< "chart.patients"
  std::string_view table;
  std::string_view person;  ///< column of the patient's id
};

inline constexpr std::array<RecordSection, 5> record_sections = {
    {{"chart.patients", "patient", "id"},
     {"chart.allergies", "allergy", "patient"},
     {"chart.problems", "problem", "patient"},
     {"chart.contacts", "contact", "patient"},
     {"chart.therapies", "therapy", "patient"}}};

/// Throws Error{"section-unknown"}.
const RecordSection& section_of(const std::string& name);

}  // namespace curante::chart
