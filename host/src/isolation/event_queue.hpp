// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>

#include "isolation/wire.hpp"
#include "runtime/context.hpp"
#include "runtime/log.hpp"

namespace curante::isolation {

/// The events that wait for one isolated plugin. Who publishes leaves them here and goes on,
/// whatever that plugin does; one thread tells it of them, in the order in which they came. What
/// finds no room, or cannot be told, is missed: counted, and in the log when that begins and ends.
/// Any thread.
class EventQueue {
 public:
  /// Of what waits: more than many busy minutes bring. Who has not heard them by then shall ask
  /// instead.
  static constexpr size_t most_events = 1000, most_octets = 4 << 20;

  /// One event as it will be told: the context is a copy, the body encoded.
  struct Told {
    curante_context context;
    std::string event, body;
  };
  /// Gives why it was missed; empty when it was told.
  using Tell = std::function<std::string(const Told&)>;

  EventQueue(kernel::Log& log, std::string plugin, Tell tell)
      : log_(log), plugin_(std::move(plugin)), tell_(std::move(tell)) {}

  /// Never waits for the plugin.
  void put(const curante_context& context, std::string_view event, const boost::json::value& body);
  /// Tells one after the other until `close`. [one thread]
  void work();
  /// From now on nothing is told; what waits is dropped. Gives whether what is being told at this
  /// moment ended within `patience`.
  bool close(std::chrono::milliseconds patience);
  uint64_t missed() const;

 private:
  void miss(std::string_view event, const std::string& why);
  void told();

  kernel::Log& log_;
  const std::string plugin_;
  const Tell tell_;
  mutable std::mutex mutex_;  ///< over what follows
  std::condition_variable changed_;
  std::deque<Told> waiting_;
  size_t octets_ = 0;  ///< of what waits
  bool telling_ = false, closed_ = false;
  bool missing_ = false;  ///< the last that was heard of it: it misses events
  uint64_t missed_ = 0, missed_in_a_row_ = 0;
};

}  // namespace curante::isolation
