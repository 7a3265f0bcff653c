// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "curante/moment.hpp"
#include "rules/id.hpp"

/// How this room's values look in SQL.
namespace curante::prescribing {

/// An instant is read as whole milliseconds: `select millis(issued)` is written out by this.
inline std::string millis(const std::string& column) {
  return "(extract(epoch from " + column + ") * 1000)::bigint";
}
inline Instant instant_of(const pqxx::field& field) {
  return Instant{field.as<int64_t>()};
}

/// A list of ids for `any($1::uuid[])`.
inline std::string uuid_array(const std::vector<Id>& ids) {
  std::string text = "{";
  for (const Id& id : ids) text += (text.size() > 1 ? "," : "") + id.value();
  return text + "}";
}
/// An optional uuid column as an Id, empty for null.
inline Id id_of(const pqxx::field& field) {
  return field.is_null() ? Id() : Id(std::string(field.c_str()));
}

}  // namespace curante::prescribing
