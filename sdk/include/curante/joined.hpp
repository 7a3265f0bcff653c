// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

namespace curante::detail {

/// The parts, one after the other. For the texts of errors in these headers: each use of operator+
/// on strings would leave its own code in every plugin.
[[gnu::cold, gnu::noinline]] inline std::string joined(
    std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  std::string whole(size, ' ');
  size_t at = 0;
  for (const std::string_view part : parts) at += part.copy(whole.data() + at, part.size());
  return whole;
}

/// In decimal. std::to_string would leave its tables in every plugin.
[[gnu::cold, gnu::noinline]] inline std::string decimal(size_t number) {
  char text[24];
  return std::string(text, static_cast<size_t>(std::snprintf(text, sizeof text, "%zu", number)));
}

}  // namespace curante::detail
