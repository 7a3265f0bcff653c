// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "conversation_limit.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::messages {

/// Says that this room of this host still sends what it took.
///
/// A host that died is known by two signs together: the session that had its name is gone, and it
/// has not said for `silence_ms` that it sends. One that lives and cannot say so, since the
/// database is out of its reach, has let go of its conversations by then: each beat lets them last
/// only until shortly before others may take over. One whose process was stopped for a while keeps
/// its session, and its messages. Safe from any thread.
class Heartbeat {
 public:
  static constexpr int64_t every_ms = 10'000;
  static constexpr int64_t silence_ms = 60'000;

  /// Keeps one connection of its own.
  Heartbeat(std::string uri, std::string practice, ClosingTime& closing);

  /// What this room's session is called; new each time it starts.
  const std::string& holder() const { return holder_; }
  /// Throws Error{"database-unavailable"}.
  void beat();
  /// Whether it did lately: else nothing more is taken.
  bool beats() const;

 private:
  using Clock = std::chrono::steady_clock;

  postgres::Pool session_;
  std::string practice_, holder_;
  ClosingTime& closing_;
  std::atomic<Clock::time_point> last_{Clock::time_point::min()};
};

}  // namespace curante::messages
