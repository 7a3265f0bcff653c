// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "info/problem.hpp"

namespace curante::kernel {

/// No INFO file may be larger.
constexpr size_t max_info_size = 256 * 1024;

/// The lines of an INFO text's keys in document order; refuses what must not reach the parser.
/// Empty `problems` afterwards means: safe to parse.
std::vector<int> scan_info(std::string_view text, const std::string& file, Problems& problems);

}  // namespace curante::kernel
