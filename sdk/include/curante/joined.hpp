// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace curante::detail {

/// The parts, one after the other. For the texts of errors in these headers: each use of operator+
/// on strings would leave its own code in every plugin.
[[gnu::cold, gnu::noinline]] inline std::string joined(
    std::initializer_list<std::string_view> parts) {
  std::string whole;
  for (const std::string_view part : parts) whole.append(part.data(), part.size());
  return whole;
}

}  // namespace curante::detail
