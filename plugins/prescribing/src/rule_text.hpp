// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "curante/error.hpp"

namespace curante::prescribing {

/// `key  value` below a block, with the line it stands on.
struct RuleEntry {
  std::string key, value;
  int line = 0;
};

/// `kind name` at the margin, and the entries below it.
struct RuleBlock {
  std::string kind, name;
  int line = 0;
  std::vector<RuleEntry> entries;
};

/// A package of rules as text (data/README.md), not understood yet.
struct RuleText {
  std::string name, version;  ///< of the package: "rules <name> <version>" is its first line
  std::vector<RuleBlock> blocks;
};

/// Throws Error{"rules-malformed"} naming `file` and line: for text that is not UTF-8 or holds
/// control characters, for more than 512 KiB, 4,000 blocks or 1,000 characters in a line, and for
/// lines that are neither a block's head nor an entry.
RuleText read_rule_text(std::string_view text, const std::string& file);

/// Where a package is wrong, and how to go on: "italia.rules line 12: …".
[[noreturn]] void malformed(const std::string& file, int line, const std::string& what);

}  // namespace curante::prescribing
