// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// What time it is. The only source of time for rules and records, so that tests can move it.
namespace curante::clock {

struct Reading {
  Instant now;
  Date today;             ///< civil date in Europe/Rome
  std::string local_time; ///< "2026-11-23 18:20:00" in Europe/Rome, as the state's services write it
};
CURANTE_DESCRIBE(Reading, now, today, local_time);

struct Now {
  using Reply = Reading;
  static constexpr bool is_public = true;
  static constexpr bool anonymous = true;
  static constexpr bool idempotent = true;
};
CURANTE_DESCRIBE(Now);

/// Moves the clock. A real clock refuses with "clock-fixed"; only a mock obeys.
struct Move {
  using Reply = Reading;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "clock.move";
  int64_t by_ms = 0;
};
CURANTE_DESCRIBE(Move, by_ms);

struct Contract {
  static constexpr std::string_view id = "clock/1";
  using Calls = curante::Calls<Now, Move>;
};

}  // namespace curante::clock
