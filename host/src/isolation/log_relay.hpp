// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "isolation/wire.hpp"
#include "runtime/log.hpp"

namespace curante::isolation {

/// Brings what a plugin's process writes to its standard error into the host's log, as lines of
/// that plugin whatever they say; bounded in length and number. The supervisor's thread.
class LogRelay {
 public:
  static constexpr size_t longest_line = 1000, most_lines_a_second = 200;

  LogRelay(kernel::Log& log, std::string plugin) : log_(log), plugin_(std::move(plugin)) {}

  /// Takes what is there now. False at the end of the stream.
  bool read_from(int descriptor);

 private:
  void take(std::string_view octets);
  void line(std::string_view text);

  kernel::Log& log_;
  std::string plugin_, unfinished_;
  bool cut_ = false;  ///< the rest of the line is dropped
  Clock::time_point second_{};
  size_t lines_ = 0;
};

}  // namespace curante::isolation
