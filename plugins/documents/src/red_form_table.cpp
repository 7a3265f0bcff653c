// SPDX-License-Identifier: Apache-2.0
#include "red_form_table.hpp"

#include <algorithm>
#include <charconv>

#include "curante/error.hpp"

namespace curante::documents {
namespace {

std::vector<std::string_view> cut(std::string_view line) {
  std::vector<std::string_view> cells;
  while (true) {
    const size_t end = line.find(';');
    cells.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

bool read(std::string_view text, double& number) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  return result.ec == std::errc{} && result.ptr == text.data() + text.size() && number >= 0;
}

}  // namespace

std::vector<RedFormField> red_form_fields(std::string_view table) {
  std::vector<RedFormField> fields;
  for (int line_number = 1; !table.empty(); ++line_number) {
    const std::string_view line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(table.size(), line.size() + 1));
    if (line.empty() || line.front() == '#') continue;
    const auto cells = cut(line);
    RedFormField field;
    if (cells.size() != 7 || cells[0].empty() || !read(cells[1], field.x) ||
        !read(cells[2], field.baseline) || !read(cells[3], field.width) ||
        !read(cells[4], field.size) || !read(cells[5], field.height) ||
        !read(cells[6], field.box)) {
      throw Error("red-form-table",
                  "line " + std::to_string(line_number) + " of red_form.csv is not a field",
                  "write name;x;baseline;width;letters;height;box");
    }
    field.name = cells[0];
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace curante::documents
