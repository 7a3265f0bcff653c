// SPDX-License-Identifier: Apache-2.0
#include "csv_rows.hpp"

#include <fmt/format.h>

#include "curante/error.hpp"

namespace curante::prescribing {
namespace {

std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      fields.back() += line[i++];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

}  // namespace

std::vector<std::vector<std::string>> csv_rows(std::string_view file, std::string_view text,
                                               size_t columns) {
  std::vector<std::vector<std::string>> rows;
  for (int number = 1; !text.empty(); ++number) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (number == 1 || line.empty()) continue;
    rows.push_back(fields_of(line));
    if (rows.back().size() != columns) {
      throw Error("rules-malformed",
                  fmt::format("{} line {}: {} fields instead of {}", file, number,
                              rows.back().size(), columns),
                  "correct the table, or install the one of the last release");
    }
  }
  return rows;
}

}  // namespace curante::prescribing
