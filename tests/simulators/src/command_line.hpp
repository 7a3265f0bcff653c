// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>

namespace sistema_ts {

/// A command line that cannot be obeyed.
class BadCommandLine : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct CommandLine {
  bool help = false;
  std::filesystem::path state;
  uint16_t port = 0;                                ///< 0: choose a free one
  uint16_t admin_port = 0;                          ///< 0: choose a free one
  std::optional<std::filesystem::path> identities;  ///< instead of the table built in

  /// Throws BadCommandLine.
  static CommandLine read(int count, const char* const* words);
  static const char* usage();
};

}  // namespace sistema_ts
