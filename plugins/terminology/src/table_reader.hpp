// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curante/error.hpp"
#include "terminology.hpp"

namespace curante::terminology {

/// Where a list of codes stands in its file.
struct ConceptColumns {
  std::string_view code;
  std::string_view text;
};
constexpr ConceptColumns built_in_columns{"code", "text"};
constexpr ConceptColumns published_columns{"codice", "descrizione"};

/// All of these throw Error{"import-malformed"} naming `file` and line.

/// Codes with their texts; each code once, and of `system`'s form.
std::vector<Concept> read_concepts(std::string_view content, const std::string& file, System system,
                                   ConceptColumns columns);

/// data/municipalities.csv.
std::vector<Municipality> read_municipalities(std::string_view content, const std::string& file);

/// The table of all municipalities, by ISTAT's codes of municipality and region.
std::vector<Municipality> read_published_municipalities(std::string_view content,
                                                        const std::string& file);

/// data/foreign_states.csv: their province is EE.
std::vector<Municipality> read_foreign_states(std::string_view content, const std::string& file);

}  // namespace curante::terminology
