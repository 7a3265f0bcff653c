// SPDX-License-Identifier: Apache-2.0
#include "conversation_limit.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/SocketImpl.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace curante::messages {

using std::chrono::milliseconds;

void ClosingTime::begin() {
  const std::lock_guard lock(mutex_);
  if (!began_) began_ = std::chrono::steady_clock::now();
  changed_.notify_all();
}

void ClosingTime::open_again() {
  const std::lock_guard lock(mutex_);
  began_.reset();
}

void ClosingTime::last_until(std::chrono::steady_clock::time_point end) {
  const std::lock_guard lock(mutex_);
  last_ = end;
  changed_.notify_all();
}

ConversationLimit::ConversationLimit(const Patience& patience, ClosingTime& closing)
    : patience_(patience),
      closing_(closing),
      last_(Clock::now() + milliseconds(patience.longest_ms())),
      deadline_(Clock::now() + milliseconds(patience.step_ms)) {}

ConversationLimit::~ConversationLimit() {
  {
    const std::lock_guard lock(closing_.mutex_);
    done_ = true;
    closing_.changed_.notify_all();
  }
  if (guard_.joinable()) guard_.join();
  if (socket_ >= 0) ::close(socket_);
}

Poco::Net::StreamSocket ConversationLimit::connect(const Poco::Net::SocketAddress& address) {
  if (socket_ >= 0) throw Poco::IllegalStateException("one connection a conversation");
  step();
  Poco::Net::StreamSocket socket;
  socket.connect(address, left());
  // Never the shorter of the two, and never 0: with that Poco does not wait within TLS at all.
  const Poco::Timespan longest(patience_.longest_ms() * 1'000);
  socket.setReceiveTimeout(longest);
  socket.setSendTimeout(longest);
  watch(socket);
  return socket;
}

void ConversationLimit::watch(const Poco::Net::StreamSocket& socket) {
  // A descriptor of its own: the other may be closed, and its number given to somebody else.
  socket_ = fcntl(socket.impl()->sockfd(), F_DUPFD_CLOEXEC, 0);
  if (socket_ < 0) throw Poco::IOException("no descriptor is free");
  guard_ = std::thread([this] { guard(); });
}

void ConversationLimit::step() {
  give(patience_.step_ms);
}
void ConversationLimit::hand_over() {
  give(patience_.acceptance_ms);
}
void ConversationLimit::await_acceptance() {
  give(patience_.acceptance_ms);
}

Poco::Timespan ConversationLimit::left() const {
  const std::lock_guard lock(closing_.mutex_);
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(until() - Clock::now());
  return Poco::Timespan(std::max<int64_t>(left.count(), 1'000));
}

bool ConversationLimit::over() const {
  const std::lock_guard lock(closing_.mutex_);
  return over_;
}

void ConversationLimit::give(int64_t ms) {
  const std::lock_guard lock(closing_.mutex_);
  const auto now = Clock::now();
  over_ = over_ || now >= until();
  if (over_) throw Poco::TimeoutException();
  deadline_ = std::min(now + milliseconds(ms), last_);
  closing_.changed_.notify_all();
}

ConversationLimit::Clock::time_point ConversationLimit::until() const {
  Clock::time_point end = deadline_;
  if (closing_.last_) end = std::min(end, *closing_.last_);
  if (closing_.began_) end = std::min(end, *closing_.began_ + milliseconds(patience_.step_ms));
  return end;
}

void ConversationLimit::guard() {
  std::unique_lock lock(closing_.mutex_);
  while (!done_ && !over_) {
    const auto end = until();
    over_ = Clock::now() >= end;
    if (!over_) closing_.changed_.wait_until(lock, end);
  }
  if (over_) ::shutdown(socket_, SHUT_RDWR);
}

}  // namespace curante::messages
