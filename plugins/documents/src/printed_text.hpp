// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "curante/moment.hpp"

namespace curante::documents {

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
