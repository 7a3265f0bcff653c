// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "chart.hpp"

namespace curante::chart {

/// How columns become members and back: optional dates, ids that may be missing, enumerations.

inline std::optional<Date> date_of(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return Date::parse(field.c_str());
}
inline std::optional<std::string> text_of(const std::optional<Date>& date) {
  return date ? std::optional(date->iso()) : std::nullopt;
}
inline Id id_of(const pqxx::field& field) {
  return field.is_null() ? Id() : Id(field.c_str());
}
inline std::optional<std::string> text_of(const Id& id) {
  return id.empty() ? std::nullopt : std::optional(id.value());
}
template <class E>
E enum_of(const pqxx::field& field) {
  E value{};
  boost::describe::enum_from_string(field.c_str(), value);
  return value;
}
template <class E>
std::string name_of(E value) {
  return boost::describe::enum_to_string(value, "");
}

/// An instant column, selected as `(extract(epoch from c) * 1000)::bigint`.
inline Instant instant_of(const pqxx::field& field) {
  return Instant{field.as<int64_t>()};
}

}  // namespace curante::chart
