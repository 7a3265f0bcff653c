// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sistema_ts {

/// The cells of a line, cut at `separator`; empty cells are kept.
std::vector<std::string> cut(std::string_view line, char separator);

/// The lines of a readable table, without comments ('#') and empty lines, cut at ';'.
/// Throws std::runtime_error naming the line that has not `columns` cells.
std::vector<std::vector<std::string>> read_table(std::string_view text, size_t columns);

}  // namespace sistema_ts
