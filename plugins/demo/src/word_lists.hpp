// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::demo {

struct Town {
  std::string cadastral_code, name, postal_code, province;
};

/// The lists that people are made of: names common in Italy, towns of the region.
struct WordLists {
  std::vector<std::string> surnames, female_names, male_names;
  std::vector<Town> towns;

  /// Throws Error{"demo-region"} when there is no town of the region.
  static WordLists of_region(const std::string& region_code);
};

/// The rows of a built-in table, split at semicolons, without its first line.
std::vector<std::vector<std::string>> table_rows(const std::string& name);

}  // namespace curante::demo
