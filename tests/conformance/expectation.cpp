// SPDX-License-Identifier: Apache-2.0
#include "expectation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "runtime/tree.hpp"

namespace curante::conformance {

namespace json = boost::json;

namespace {

std::string shown(const json::value& tree) {
  std::string text = kernel::to_text(tree);
  if (text.size() > 300) text = text.substr(0, 300) + "…";
  return text;
}

std::string wanted(const std::string& place, const json::value& expected,
                   const json::value& actual) {
  return fmt::format("{} is {}, wanted {}", place.empty() ? "the reply" : place, shown(actual),
                     shown(expected));
}

bool text_fits(std::string_view pattern, const json::value& actual) {
  const json::string* text = actual.if_string();
  if (text == nullptr) return false;
  if (pattern == "*") return !text->empty();
  if (pattern.starts_with('~')) {
    return std::regex_search(text->begin(), text->end(),
                             std::regex(std::string(pattern.substr(1))));
  }
  return *text == pattern;
}

bool has_least(const json::value& least, const json::value& actual) {
  const int64_t number = actual.is_array()   ? static_cast<int64_t>(actual.get_array().size())
                         : actual.is_int64() ? actual.get_int64()
                                             : INT64_MIN;
  return number >= least.as_int64();
}

/// One comparison, with what a null means in it.
class Comparison {
 public:
  explicit Comparison(Nulls nulls) : nulls_(nulls) {}

  std::string compare(const std::string& place, const json::value& expected,
                      const json::value& actual) const {
    if (actual.is_null() && nulls_ == Nulls::are_unknown) return {};
    if (const auto* pattern = expected.if_string()) {
      return text_fits(*pattern, actual) ? "" : wanted(place, expected, actual);
    }
    if (const auto* object = expected.if_object()) return compare_object(place, *object, actual);
    const json::array* list = expected.if_array();
    if (list == nullptr) return expected == actual ? "" : wanted(place, expected, actual);
    const json::array* there = actual.if_array();
    if (there == nullptr || there->size() != list->size()) return wanted(place, expected, actual);
    for (size_t i = 0; i < list->size(); ++i) {
      std::string text = compare(fmt::format("{}/{}", place, i), (*list)[i], (*there)[i]);
      if (!text.empty()) return text;
    }
    return {};
  }

 private:
  std::string compare_object(const std::string& place, const json::object& expected,
                             const json::value& actual) const {
    if (const auto* some = expected.if_contains("$some")) {
      return has_some(*some, actual) ? "" : wanted(place, expected, actual);
    }
    if (const auto* least = expected.if_contains("$least")) {
      return has_least(*least, actual) ? "" : wanted(place, expected, actual);
    }
    const json::object* object = actual.if_object();
    if (object == nullptr) return wanted(place, expected, actual);
    for (const auto& [name, value] : expected) {
      const std::string inner = place + "/" + std::string(name);
      const json::value* there = object->if_contains(name);
      if (there == nullptr) return inner + " is missing";
      if (std::string text = compare(inner, value, *there); !text.empty()) return text;
    }
    return {};
  }

  bool has_some(const json::value& element, const json::value& actual) const {
    const json::array* list = actual.if_array();
    return list != nullptr && std::any_of(list->begin(), list->end(), [&](const json::value& it) {
             return compare("", element, it).empty();
           });
  }

  Nulls nulls_;
};

std::string differ(const std::string& place, const json::value& was, const json::value& is) {
  const std::string text = kernel::to_text(was);
  if (text == kernel::to_text(is)) return {};
  if (was.is_object() && is.is_object() && was.get_object().size() == is.get_object().size()) {
    auto other = is.get_object().begin();
    for (const auto& [name, value] : was.get_object()) {
      if (name != other->key()) break;
      std::string inner = differ(place + "/" + std::string(name), value, other->value());
      if (!inner.empty()) return inner;
      ++other;
    }
  }
  if (was.is_array() && is.is_array() && was.get_array().size() == is.get_array().size()) {
    for (size_t i = 0; i < was.get_array().size(); ++i) {
      std::string inner =
          differ(fmt::format("{}/{}", place, i), was.get_array()[i], is.get_array()[i]);
      if (!inner.empty()) return inner;
    }
  }
  return fmt::format("{}\n    was {}\n    is  {}", place, shown(was), shown(is));
}

}  // namespace

std::string mismatch(const json::value& expected, const json::value& actual, Nulls nulls) {
  return Comparison(nulls).compare("", expected, actual);
}

std::string difference(const json::value& was, const json::value& is) {
  return differ("", was, is);
}

}  // namespace curante::conformance
