// SPDX-License-Identifier: Apache-2.0
#include "isolation/contract_description.hpp"

#include <string>

#include "curante/error.hpp"

namespace curante::isolation {

namespace json = boost::json;

namespace {

/// One object of a description: copies what it must have, of the right kind, and nothing else.
class Checked {
 public:
  Checked(const json::value& said, std::string_view contract) : contract_(contract) {
    if (!said.is_object()) refuse("an object");
    said_ = &said.get_object();
  }

  const json::value& at(std::string_view name) const {
    const json::value* value = said_->if_contains(name);
    if (value == nullptr) refuse(name);
    return *value;
  }
  const json::array& array(std::string_view name) const {
    if (!at(name).is_array()) refuse(name);
    return at(name).get_array();
  }
  Checked& text(std::string_view name) { return copy(name, at(name).is_string()); }
  Checked& flag(std::string_view name) { return copy(name, at(name).is_bool()); }
  Checked& number(std::string_view name) { return copy(name, at(name).is_int64()); }
  Checked& flag_if_any(std::string_view name) { return said_->contains(name) ? flag(name) : *this; }
  Checked& texts_if_any(std::string_view name) {
    if (!said_->contains(name)) return *this;
    for (const json::value& it : array(name)) {
      if (!it.is_string()) refuse(name);
    }
    return copy(name, true);
  }
  json::object take() { return std::move(kept_); }

  [[noreturn]] void refuse(std::string_view what) const {
    throw Error("description-malformed",
                "the plugin describes " + std::string(contract_) + " without " + std::string(what),
                "build it with this host's SDK");
  }

 private:
  Checked& copy(std::string_view name, bool good) {
    if (!good) refuse(name);
    kept_[name] = at(name);
    return *this;
  }

  std::string_view contract_;
  const json::object* said_ = nullptr;
  json::object kept_;
};

json::object call_of(const json::value& said, std::string_view contract) {
  Checked it(said, contract);
  it.text("name").text("request").text("reply").flag("public").flag("anonymous");
  return it.flag("idempotent").text("permission").text("summary").take();
}

json::object member_of(const json::value& said, std::string_view contract) {
  Checked it(said, contract);
  it.text("name").text("type").flag("optional").flag("list").flag_if_any("personal").flag_if_any("subject");
  return it.texts_if_any("values").take();
}

}  // namespace

json::object checked_description(const json::value& said, std::string_view contract) {
  Checked whole(said, contract);
  json::object description = whole.text("id").number("minor").flag("plural").take();
  if (description["id"].as_string() != contract) whole.refuse("its id");
  json::array calls;
  for (const json::value& it : whole.array("calls")) calls.push_back(call_of(it, contract));
  json::object types;
  if (!whole.at("types").is_object()) whole.refuse("types");
  for (const auto& [name, members] : whole.at("types").get_object()) {
    if (!members.is_array()) whole.refuse("members");
    json::array checked;
    for (const json::value& it : members.get_array()) checked.push_back(member_of(it, contract));
    types[name] = std::move(checked);
  }
  description["calls"] = std::move(calls);
  description["types"] = std::move(types);
  return description;
}

}  // namespace curante::isolation
