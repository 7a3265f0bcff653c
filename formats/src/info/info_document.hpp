// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "info/problem.hpp"

namespace curante::kernel {

/// An entry of an INFO file: `key value { children }`, with the line it stands on.
struct InfoNode {
  std::string key, value;
  int line = 0;
  std::vector<InfoNode> children;
};

/// Reads an INFO text (Boost.PropertyTree's format) with line numbers.
///
/// PropertyTree keeps no lines, obeys `#include` and recurses without bound. So a scan of our own
/// goes first: it refuses includes, control characters, text that is not UTF-8, more than 256 KiB,
/// more than 16 levels, unfinished strings and continued lines, and notes the line of each key.
/// `file` names it in problems.
/// Gives nothing, and at least one problem, when the text cannot be read.
std::optional<InfoNode> read_info(std::string_view text, const std::string& file,
                                  Problems& problems);

/// The same for a file on disk.
std::optional<InfoNode> read_info_file(const std::string& path, Problems& problems);

}  // namespace curante::kernel
