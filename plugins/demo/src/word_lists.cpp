// SPDX-License-Identifier: Apache-2.0
#include "word_lists.hpp"

#include <sstream>

#include "curante/error.hpp"
#include "demo_tables.hpp"

namespace curante::demo {

std::vector<std::vector<std::string>> table_rows(const std::string& name) {
  std::vector<std::vector<std::string>> rows;
  for (const EmbeddedFile& file : embedded::demo_tables()) {
    if (file.name != name) continue;
    std::istringstream in{std::string(file.content)};
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      std::vector<std::string> cells;
      std::istringstream cut(line);
      for (std::string cell; std::getline(cut, cell, ';');) cells.push_back(cell);
      if (!cells.empty()) rows.push_back(std::move(cells));
    }
  }
  return rows;
}

WordLists WordLists::of_region(const std::string& region_code) {
  WordLists lists;
  const auto column = [](const char* table) {
    std::vector<std::string> words;
    for (auto& row : table_rows(table)) words.push_back(row.front());
    return words;
  };
  lists.surnames = column("surnames.csv");
  lists.female_names = column("female_names.csv");
  lists.male_names = column("male_names.csv");
  for (auto& row : table_rows("towns.csv")) {
    if (row[0] == region_code) lists.towns.push_back({row[1], row[2], row[3], row[4]});
  }
  if (!lists.towns.empty()) return lists;
  throw Error("demo-region", "there are no demonstration towns of region " + region_code,
              "add some to plugins/demo/data/towns.csv");
}

}  // namespace curante::demo
