// SPDX-License-Identifier: Apache-2.0
#include "state/fields.hpp"

namespace sistema_ts {
namespace {

namespace json = boost::json;

Fields fields_of(const json::object& object) {
  Fields fields;
  for (const auto& member : object) {
    fields.put(std::string(member.key()), std::string(member.value().as_string()));
  }
  return fields;
}

}  // namespace

const std::string& Fields::operator[](std::string_view name) const {
  static const std::string kNothing;
  for (const auto& [key, value] : all_) {
    if (key == name) return value;
  }
  return kNothing;
}

json::object object_of(const Fields& fields) {
  json::object object;
  for (const auto& [name, value] : fields.all()) {
    if (!value.empty()) object[name] = value;
  }
  return object;
}

json::array array_of(const std::vector<Fields>& rows) {
  json::array array;
  for (const Fields& row : rows) array.push_back(object_of(row));
  return array;
}

Fields fields_in(std::string_view text) {
  return fields_of(json::parse(text).as_object());
}

std::vector<Fields> rows_in(std::string_view text) {
  std::vector<Fields> rows;
  const json::value parsed = json::parse(text);
  for (const auto& row : parsed.as_array()) rows.push_back(fields_of(row.as_object()));
  return rows;
}

}  // namespace sistema_ts
