// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "curante/error.hpp"
#include "curante/moment.hpp"

namespace curante::terminology {

/// What the published nomenclature leaves out of a service, for a time and a region. What is empty
/// says nothing.
struct ServiceDetail {
  std::string code;
  std::string region;  ///< 3 digits; empty: the whole country
  Date from;
  std::optional<Date> to;  ///< its last day
  std::string branches;    ///< two digits each, parted by blanks
  std::optional<bool> cyclic;
  std::optional<int32_t> cycle_sessions;  ///< the most that one cycle has
  std::optional<bool> priority_required;
  std::string note;  ///< under which condition the SSN pays
};

/// nomenclatore/dettagli_prestazioni.csv: columns codice, branche, priorita, ciclica, nota,
/// regione, dal, al; «sì» or «no», and in `ciclica` also how many sessions a cycle has at most;
/// days as 2026-01-01. Throws Error{"import-malformed"} naming `file` and line: also where two rows
/// speak of one code, region and day.
std::vector<ServiceDetail> read_service_details(std::string_view content, const std::string& file);

}  // namespace curante::terminology
