// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "curante/error.hpp"

namespace curante::testing {

struct LogLine {
  uint32_t level = CURANTE_LOG_INFO;
  std::string text;
};

/// What a plugin wrote to its host's log. Safe to use from several threads.
class TestLog {
 public:
  void add(uint32_t level, std::string_view text) {
    const std::lock_guard lock(mutex_);
    lines_.push_back({level, std::string(text)});
  }
  std::vector<LogLine> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<LogLine> lines_;
};

}  // namespace curante::testing
