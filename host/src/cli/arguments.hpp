// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

namespace curante::kernel {

/// A command line: words, `--flag value` and `--switch`.
struct Arguments {
  std::vector<std::string> words;
  std::map<std::string, std::string> flags;  ///< without the dashes
  std::vector<std::string> settings;         ///< each --set plugin.key=value

  /// `switches` take no value. Throws Error{"usage"} for a flag without its value, a switch with one,
  /// and what is said twice.
  static Arguments parse(const std::vector<std::string>& line,
                         const std::vector<std::string>& switches);

  bool has(const std::string& flag) const { return flags.contains(flag); }
  std::string get(const std::string& flag) const {
    const auto found = flags.find(flag);
    return found == flags.end() ? std::string() : found->second;
  }
  /// Throws Error{"usage"} naming a flag that is none of these.
  void allow(const std::vector<std::string>& known) const;
};

}  // namespace curante::kernel
