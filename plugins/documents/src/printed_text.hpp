// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "curante/moment.hpp"

namespace curante::documents {

/// What stands in the place of name and address of a patient who wished them not to be shown.
/// Source: manual, "Postazione medico", NOTE, which misprints the law's date; art. 87 is of the
/// D.Lgs. 196 of 30 June 2003. That name and address are left out: technical specification of 5 Dec
/// 2024, oscuramDati.
inline constexpr const char* obscured_statement =
    "Dati dell'assistito oscurati ai sensi dell'articolo 87 del D.Lgs. 30 giugno 2003, n. 196";

/// "30/09/2026" of "2026-09-30 16:44:16"; empty when it is no date.
inline std::string italian_date(std::string_view local_time) {
  try {
    const std::string iso = Date::parse(local_time.substr(0, 10)).iso();
    return iso.substr(8, 2) + "/" + iso.substr(5, 2) + "/" + iso.substr(0, 4);
  } catch (const Error&) {
    return "";
  }
}

/// "2026-09-30T16:44:16" of a recipe's local time, or empty.
inline std::string iso_time(const std::string& local_time) {
  if (local_time.size() != 19) return "";
  return local_time.substr(0, 10) + "T" + local_time.substr(11);
}

/// Both with something between them, or the one that there is.
inline std::string joined(const std::string& first, std::string_view between,
                          const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  return first + std::string(between) + second;
}

}  // namespace curante::documents
