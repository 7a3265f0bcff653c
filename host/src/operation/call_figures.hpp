// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "operation/prometheus_text.hpp"

namespace curante::kernel {

/// How often each call came from outside, how it went and how long it took. Any thread.
class CallFigures {
 public:
  /// `action` as call-made/1 has it, "chart/1 GetChart"; `outcome` "ok" or an error's code.
  void count(const std::string& action, const std::string& outcome, int64_t duration_us);
  void write(PrometheusText& text) const;

 private:
  /// Upper bounds in seconds: what nobody notices … what somebody gives up on.
  static constexpr std::array<double, 7> bounds{0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10};
  /// A provider that invents codes without end must not fill the memory.
  static constexpr size_t max_outcomes = 50;

  struct Figures {
    std::map<std::string, uint64_t> outcomes;
    std::array<uint64_t, bounds.size() + 1> durations{};  ///< the last: longer than every bound
    uint64_t sum_us = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Figures> calls_;  ///< by action: as many as contracts have public calls
};

}  // namespace curante::kernel
