// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curante/error.hpp"
#include "terminology.hpp"

namespace curante::terminology {

/// All of these throw Error{"import-malformed"} naming `file` and line.

/// data/services.csv: services with what is known of them.
std::vector<OutpatientService> read_services(std::string_view content, const std::string& file);

/// The published nomenclature: codes and texts. A text that speaks of a cycle makes its service
/// cyclic.
std::vector<OutpatientService> read_published_services(std::string_view content,
                                                       const std::string& file);

/// What a region calls a service of the national nomenclature.
struct RegionalService {
  std::string region;  ///< as Sistema TS writes it, "120"
  std::string code;
  std::string catalogue_code;
};

/// A region's catalogue: columns codice, codice_catalogo, regione.
std::vector<RegionalService> read_regional_services(std::string_view content,
                                                    const std::string& file);

}  // namespace curante::terminology
