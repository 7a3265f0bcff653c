// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>

#include "curante/error.hpp"
#include "isolation/wire.hpp"
#include "runtime/log.hpp"

namespace curante::isolation {

/// How much one isolated plugin may publish, over all lives of its process: far more than people
/// could be told, far less than would be in anybody's way. What is refused is counted, and in the
/// log when that begins and ends. Any thread.
class EventAllowance {
 public:
  struct Limits {
    size_t largest = 64 << 10;  ///< octets of one event, as it is sent and as JSON
    double events = 250, events_a_second = 100;
    /// Half of what a window that listens may leave unread, see plugins/web.
    double octets = 512 << 10, octets_a_second = 256 << 10;
  };

  EventAllowance(kernel::Log& log, std::string plugin, Limits limits)
      : log_(log),
        plugin_(std::move(plugin)),
        limits_(limits),
        events_(limits.events),
        octets_(limits.octets) {}

  /// Before it is looked into. Throws Error{"event-too-large"}.
  void check_size(size_t octets);
  /// Takes one event of so many octets. Throws Error{"event-too-large", "event-too-often"}.
  void take(size_t octets, Clock::time_point now);
  uint64_t refused() const;

 private:
  [[noreturn]] void refuse(const Error& why);

  kernel::Log& log_;
  const std::string plugin_;
  const Limits limits_;
  mutable std::mutex mutex_;  ///< over what follows
  double events_, octets_;    ///< what it may still publish at once
  Clock::time_point filled_{};
  bool refusing_ = false;
  uint64_t refused_ = 0, refused_in_a_row_ = 0;
};

}  // namespace curante::isolation
