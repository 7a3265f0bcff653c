// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "facts.hpp"

/// Under which exemption a line is prescribed, and which ones the patient has.
namespace curante::prescribing {

/// The line's own exemption, else the draft's; empty: none.
inline const std::string& exemption_of(const Draft& draft, const DraftLine& line) {
  return line.exemption ? *line.exemption : draft.exemption;
}

/// Whether the chart has this exemption; with `valid_today`, one that counts on the day of the
/// facts.
bool exemption_held(const Facts& facts, const std::string& code, bool valid_today);

/// Those that count on the day of the facts: "013, E01". Empty: none.
std::string valid_exemptions(const Facts& facts);

/// "con l'esenzione 013" or "senza esenzione".
std::string exemption_words(const std::string& code);

/// The lines at the charge of the SSN that are under no exemption: "riga 2", "righe 1, 3". Empty:
/// none.
std::string unexempt_lines(const Facts& facts);

}  // namespace curante::prescribing
