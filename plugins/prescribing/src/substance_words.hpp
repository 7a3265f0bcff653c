// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curante::prescribing {

/// The words of a text about substances, in lower case and without accents.
std::vector<std::string> substance_words(std::string_view text);

/// The same without the vowel at a word's end, so that one name and its plural compare equal:
/// "Penicillina" and "penicilline".
std::vector<std::string> substance_stems(std::string_view text);

}  // namespace curante::prescribing
