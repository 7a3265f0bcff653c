// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
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

inline std::optional<Instant> instant_or_none(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional(instant_of(field));
}

/// Joins each prescription `p` with its recipes `r` and their lines `l`, from the prescription on.
/// `offset 0` keeps PostgreSQL from reordering it: until the statistics of all three tables are
/// taken, as on a practice's first day or after a restore, it would begin with the lines of
/// everybody, and join each with the recipes of everybody.
constexpr auto recipes_and_lines =
    " cross join lateral (select * from recipe"
    "   where practice_id = p.practice_id and prescription = p.id offset 0) r"
    " cross join lateral (select * from recipe_line"
    "   where practice_id = r.practice_id and recipe = r.id offset 0) l";

/// A list of ids for `any($1::uuid[])`.
inline std::string uuid_array(const std::vector<Id>& ids) {
  std::string text = "{";
  for (const Id& id : ids) text += (text.size() > 1 ? "," : "") + id.value();
  return text + "}";
}
/// A list of texts for `any($1::text[])`.
inline std::string text_array(const std::vector<std::string>& texts) {
  std::string all = "{";
  for (const std::string& text : texts) {
    all += all.size() > 1 ? ",\"" : "\"";
    for (const char c : text) all += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    all += "\"";
  }
  return all + "}";
}
/// An optional uuid column as an Id, empty for null.
inline Id id_of(const pqxx::field& field) {
  return field.is_null() ? Id() : Id(std::string(field.c_str()));
}

}  // namespace curante::prescribing
