// SPDX-License-Identifier: Apache-2.0
#include "recording/redaction.hpp"

#include <algorithm>

namespace curante::kernel {

namespace json = boost::json;

namespace {

const json::array* members_of(const json::object& description, std::string_view type) {
  const json::value* found = description.at("types").as_object().if_contains(type);
  return found == nullptr ? nullptr : found->if_array();
}

/// Also in a list. A caller may send one where the contract wants a text, and put anything into it.
bool holds_object(const json::value& value) {
  if (value.is_object()) return true;
  const json::array* list = value.if_array();
  return list != nullptr && std::any_of(list->begin(), list->end(), holds_object);
}

json::value member_value(const json::object& description, const json::object& member,
                         const json::value& value) {
  const json::value* personal = member.if_contains("personal");
  if (personal != nullptr && personal->as_bool()) return nullptr;
  const std::string_view type = member.at("type").as_string();
  if (members_of(description, type) == nullptr) {
    return holds_object(value) ? json::value() : value;
  }
  const json::array* list = value.if_array();
  if (list == nullptr) return redacted(description, type, value);
  json::array out;
  for (const json::value& element : *list) out.push_back(redacted(description, type, element));
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
