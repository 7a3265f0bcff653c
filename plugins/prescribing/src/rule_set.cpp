// SPDX-License-Identifier: Apache-2.0
#include "rule_set.hpp"

#include <algorithm>

namespace curante::prescribing {

bool InForce::on(Date day, std::string_view region) const {
  if (!applied || day < from || (to && *to < day)) return false;
  return regions.empty() || std::find(regions.begin(), regions.end(), region) != regions.end();
}

bool CodeList::holds(std::string_view code) const {
  if (code.empty()) return false;
  const auto begins = [&](const std::string& item) { return code.starts_with(item); };
  const auto within = [&](const auto& range) {
    const std::string_view start = code.substr(0, range.first.size());
    return start.size() == range.first.size() && start >= range.first && start <= range.second;
  };
  return std::any_of(items.begin(), items.end(), begins) ||
         std::any_of(ranges.begin(), ranges.end(), within);
}

}  // namespace curante::prescribing
