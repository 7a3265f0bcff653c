// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curante/error.hpp"
#include "terminology.hpp"

namespace curante::terminology {

/// "89.7", "89.7A.3": two characters, then one or two groups of at most two.
bool is_service_code(std::string_view code);
/// Two digits each, parted by blanks: "14 15".
bool are_branches(std::string_view text);

/// The most sessions of a cycle, from 2 to 99: "10". Nothing of any other text.
std::optional<int32_t> sessions_of(std::string_view text);

/// All of these throw Error{"import-malformed"} naming `file` and line.

/// data/services.csv: services with what is known of them; `cyclic` is no, yes, or how many
/// sessions a cycle has at most.
std::vector<OutpatientService> read_services(std::string_view content, const std::string& file);

/// The published nomenclature: codes and texts. A text of physical medicine that speaks
/// of a cycle makes its service cyclic, of as many sessions at most as it says.
std::vector<OutpatientService> read_published_services(std::string_view content,
                                                       const std::string& file);

/// What a region calls a service of the national nomenclature.
struct RegionalService {
  std::string region;  ///< as Sistema TS writes it, "120"
  std::string code;    ///< empty: the nomenclature has no such service
  std::string catalogue_code;
  std::string text;  ///< empty: as the nomenclature says
};

/// A region's catalogue: columns codice, codice_catalogo, regione and, where there is one,
/// descrizione. Without a national code a service needs a text of its own.
std::vector<RegionalService> read_regional_services(std::string_view content,
                                                    const std::string& file);

}  // namespace curante::terminology
