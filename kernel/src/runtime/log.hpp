// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string_view>

namespace curante::kernel {

/// The host's log: lines on standard error, "2026-11-23T17:20:00.125Z warning curante.web text".
/// Never personal data. Safe from any thread.
class Log {
 public:
  explicit Log(uint32_t least_level) : least_level_(least_level) {}
  void line(uint32_t level, std::string_view origin, std::string_view text);

 private:
  uint32_t least_level_;
  std::mutex mutex_;
};

}  // namespace curante::kernel
