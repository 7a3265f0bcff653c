// SPDX-License-Identifier: Apache-2.0
#include "recording/redaction.hpp"

#include <algorithm>

#include "curante/moment.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

const json::array* members_of(const json::object& description, std::string_view type) {
  const json::value* found = description.at("types").as_object().if_contains(type);
  return found == nullptr ? nullptr : found->if_array();
}

template <class T>
bool parses(const json::value& value) {
  if (!value.is_string()) return false;
  try {
    static_cast<void>(T::parse(value.get_string()));
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// Whether the value is what the contract wants there. A caller may send anything else, which its
/// provider refuses; it may be about anybody.
bool fits(const json::object& member, std::string_view type, const json::value& value) {
  if (type == "bool") return value.is_bool();
  if (type == "int32" || type == "int64" || type == "money") return value.is_int64();
  if (type == "double") return value.is_number();
  if (type == "date") return parses<Date>(value);
  if (type == "instant") return parses<Instant>(value);
  const json::value* values = member.if_contains("values");
  const json::array* allowed = values == nullptr ? nullptr : values->if_array();
  if (allowed == nullptr) return value.is_string();
  return std::find(allowed->begin(), allowed->end(), value) != allowed->end();
}

bool is_list(const json::object& member) {
  const json::value* list = member.if_contains("list");
  return list != nullptr && list->is_bool() && list->get_bool();
}

json::value leaf(const json::object& member, std::string_view type, const json::value& value) {
  return fits(member, type, value) ? value : json::value();
}

json::value member_value(const json::object& description, const json::object& member,
                         const json::value& value) {
  const json::value* personal = member.if_contains("personal");
  if (personal != nullptr && personal->as_bool()) return nullptr;
  const std::string_view type = member.at("type").as_string();
  const bool described = members_of(description, type) != nullptr;
  const auto one = [&](const json::value& it) {
    return described ? redacted(description, type, it) : leaf(member, type, it);
  };
  if (!is_list(member)) return one(value);
  const json::array* list = value.if_array();
  if (list == nullptr) return nullptr;
  json::array out;
  for (const json::value& element : *list) out.push_back(one(element));
  return out;
}

}  // namespace

json::value redacted(const json::object& description, std::string_view type,
                     const json::value& value) {
  const json::array* members = members_of(description, type);
  const json::object* object = value.if_object();
  if (members == nullptr || object == nullptr) return nullptr;
  json::object out;
  for (const json::value& it : *members) {
    const json::object& member = it.as_object();
    const std::string_view name = member.at("name").as_string();
    if (const json::value* given = object->if_contains(name)) {
      out[name] = member_value(description, member, *given);
    }
  }
  return out;
}

}  // namespace curante::kernel
