// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prescribing.hpp"

namespace curante::prescribing {

/// The draft with all its texts as a recipe says them: without blanks around them, and on one line.
/// It is judged, kept and sent like this, so that a mandatory text is never one that says nothing.
/// Reasons of overrides stay as they were given.
Draft tidied(Draft draft);

/// Which texts hold characters that nobody can read and that no message carries ("diagnosi,
/// tessera SASN"); empty: none. A draft is looked at without its lines.
std::string unreadable_texts(const Draft& draft);
std::string unreadable_texts(const DraftLine& line);

/// Whether a code is written as ICD-9-CM writes them: "401.9", "V58.6", "E849.4".
bool fits_icd9(const std::string& code);

/// Whether a state is written as the European card writes it: two capital letters.
bool fits_state(const std::string& state);

}  // namespace curante::prescribing
