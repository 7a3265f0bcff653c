// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "patience.hpp"

namespace curante::messages {

/// Tells conversations under way that the room stops. Safe from any thread; outlives them.
class ClosingTime {
 public:
  /// From now on a conversation has one step's time left, whatever it waits for.
  void begin();
  void open_again();
  /// No conversation lasts beyond this, until it is said anew: then others may say the same.
  void last_until(std::chrono::steady_clock::time_point end);

 private:
  friend class ConversationLimit;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::chrono::steady_clock::time_point> began_, last_;
};

/// Holds one conversation to its times: cuts the connection when a step, or the whole, takes longer
/// than Patience allows. Rationale: a socket's own time-out begins anew with every octet, so that a
/// server that trickles keeps a conversation alive beyond its lease, and another host sends too.
/// One thread steps; the cut comes from a thread of its own.
class ConversationLimit {
 public:
  /// The conversation begins.
  ConversationLimit(const Patience& patience, ClosingTime& closing);
  ~ConversationLimit();
  ConversationLimit(const ConversationLimit&) = delete;
  ConversationLimit& operator=(const ConversationLimit&) = delete;

  /// The connection, which is cut when time is up. Once.
  Poco::Net::StreamSocket connect(const Poco::Net::SocketAddress& address);

  /// Each throws Poco::TimeoutException when the time of what went before is up.
  void step();
  void hand_over();
  void await_acceptance();

  bool over() const;

 private:
  using Clock = std::chrono::steady_clock;
  void give(int64_t ms);
  Poco::Timespan left() const;
  void watch(const Poco::Net::StreamSocket& socket);
  void guard();
  Clock::time_point until() const;

  Patience patience_;
  ClosingTime& closing_;
  Clock::time_point last_, deadline_;
  bool over_ = false, done_ = false;
  int socket_ = -1;
  std::thread guard_;
};

}  // namespace curante::messages
