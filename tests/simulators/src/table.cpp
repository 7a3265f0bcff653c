// SPDX-License-Identifier: Apache-2.0
#include "table.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace sistema_ts {

std::vector<std::string> cut(std::string_view line, char separator) {
  std::vector<std::string> cells;
  for (size_t from = 0; from <= line.size();) {
    const size_t to = std::min(line.find(separator, from), line.size());
    cells.emplace_back(line.substr(from, to - from));
    from = to + 1;
  }
  return cells;
}

std::vector<std::vector<std::string>> read_table(std::string_view text, size_t columns) {
  std::vector<std::vector<std::string>> rows;
  size_t number = 0;
  for (const auto& line : cut(text, '\n')) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    auto cells = cut(line, ';');
    if (cells.size() != columns) {
      throw std::runtime_error(
          fmt::format("line {}: {} columns found, {} wanted", number, cells.size(), columns));
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace sistema_ts
