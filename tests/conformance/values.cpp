// SPDX-License-Identifier: Apache-2.0
#include "values.hpp"

#include <fmt/format.h>

#include "curante/error.hpp"
#include "runtime/tree.hpp"

namespace curante::conformance {

namespace json = boost::json;

namespace {

/// FNV-1a: the same number on every machine.
uint64_t number_of(const std::string& text) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

std::string id_of(const std::string& text) {
  const uint64_t number = number_of(text);
  return fmt::format("{:08x}-{:04x}-4000-8000-{:012x}", number >> 32, number >> 16 & 0xffff,
                     number & 0xffffffffffff);
}

}  // namespace

json::value Values::value_of(const std::string& name) const {
  if (name.starts_with('#')) return json::value(id_of(suite_ + name));
  const auto found = values_.find(name);
  if (found != values_.end()) return found->second;
  throw Error("suite-malformed", "no step has kept «" + name + "»", "");
}

json::value Values::fill_text(const std::string& text) const {
  std::string out;
  for (size_t at = 0;;) {
    const size_t open = text.find("${", at);
    if (open == std::string::npos) return json::value(out + text.substr(at));
    const size_t close = text.find('}', open);
    if (close == std::string::npos) throw Error("suite-malformed", "«${» without «}»", "");
    const json::value value = value_of(text.substr(open + 2, close - open - 2));
    if (open == 0 && close + 1 == text.size()) return value;
    out += text.substr(at, open - at);
    out += value.is_string() ? std::string(value.get_string()) : kernel::to_text(value);
    at = close + 1;
  }
}

json::value Values::fill(const json::value& tree) const {
  if (const auto* text = tree.if_string()) return fill_text(std::string(*text));
  if (const auto* list = tree.if_array()) {
    json::array out;
    for (const json::value& it : *list) out.push_back(fill(it));
    return out;
  }
  if (const auto* object = tree.if_object()) {
    json::object out;
    for (const auto& [name, value] : *object) out[name] = fill(value);
    return out;
  }
  return tree;
}

}  // namespace curante::conformance
