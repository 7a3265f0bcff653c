// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <utility>

#include "curante/error.hpp"

namespace curante {

/// A text that obeys a rule, so that nobody needs to check it twice. Empty means "not given".
///
/// `Rule` has `static constexpr std::string_view name` and `static std::string normalise(
/// std::string_view)`, which returns the canonical form or throws Error. On the wire it is a string.
template <class Rule>
class Text {
 public:
  Text() = default;
  /// Throws the rule's Error when `value` is not empty and breaks the rule.
  explicit Text(std::string_view value) {
    if (!value.empty()) value_ = Rule::normalise(value);
  }
  explicit Text(const std::string& value) : Text(std::string_view(value)) {}
  explicit Text(const char* value) : Text(std::string_view(value)) {}

  const std::string& value() const { return value_; }
  bool empty() const { return value_.empty(); }
  auto operator<=>(const Text&) const = default;

 private:
  std::string value_;
};

}  // namespace curante
