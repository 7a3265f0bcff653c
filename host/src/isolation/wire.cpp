// SPDX-License-Identifier: Apache-2.0
#include "isolation/wire.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "curante/error.hpp"

namespace curante::isolation {

namespace {

constexpr size_t usual_buffer = 64 << 10, kept_buffer = 1 << 20;

/// What is left until then. Throws TimeLimit when nothing is.
std::chrono::microseconds left_until(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::microseconds>(until - Clock::now());
  if (left.count() <= 0) throw TimeLimit();
  return left;
}

/// Tells the processor that this is a loop which waits.
void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

}  // namespace

std::pair<OwnedDescriptor, OwnedDescriptor> socket_pair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw Error("internal-error", "there are no more descriptors for sockets",
                "raise the limit on open files");
  }
  return {OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
}

/// A system call for each call is dear, so the socket keeps a limit that is about right: what wakes
/// too early looks again, and a sixty-fourth too late harms nobody.
void Wire::limit_receive(Clock::time_point until) {
  std::chrono::microseconds left{};
  if (until != no_limit) left = left_until(until);
  if (armed_ == left || (left.count() > 0 && armed_ >= left / 2 && armed_ <= left + left / 64)) {
    return;
  }
  const timeval time{left.count() / 1'000'000, left.count() % 1'000'000};
  setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
  armed_ = left;
}

void Wire::wait_to_send(Clock::time_point until) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(left_until(until)).count();
  pollfd writable{socket_.get(), POLLOUT, 0};
  poll(&writable, 1, static_cast<int>(std::min<int64_t>(left, 60'000)));
}

void Wire::send(Clock::time_point until) {
  seal_frame(out_);
  for (size_t done = 0; done < out_.size();) {
    const ssize_t sent = ::send(socket_.get(), out_.data() + done, out_.size() - done,
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      done += static_cast<size_t>(sent);
    } else if (errno == EAGAIN) {
      wait_to_send(until);
    } else if (errno != EINTR) {
      throw Disconnected();
    }
  }
  if (out_.capacity() > kept_buffer) out_ = {};
}

Wire::~Wire() {
  if (held_ > 0) budget_->give_back(held_);
}

void Wire::rest() {
  filled_ -= used_;
  std::memmove(in_.data(), in_.data() + used_, filled_);
  used_ = 0;
  begun_ = {};
  if (in_.size() > kept_buffer && filled_ <= usual_buffer) {
    in_.resize(usual_buffer);
    in_.shrink_to_fit();
  }
  if (held_ > 0 && in_.size() <= kept_buffer) budget_->give_back(std::exchange(held_, 0));
}

Frame Wire::receive(Clock::time_point until) {
  rest();
  for (;;) {
    const size_t size = frame_size({in_.data(), filled_});
    if (size > 0 && filled_ >= size) {
      used_ = size;
      return read_frame({in_.data(), size});
    }
    const Clock::time_point limit = limit_of_frame(until);
    take_room(size, limit);
    make_room(size);
    if (lookout_.due() && look(limit)) continue;
    limit_receive(limit);
    take(0);
  }
}

/// Until when to wait for more octets. A frame without end would keep its memory for ever.
Clock::time_point Wire::limit_of_frame(Clock::time_point until) {
  if (budget_ == nullptr || filled_ == 0) return until;
  const auto now = Clock::now();
  if (begun_ == Clock::time_point()) begun_ = now;
  const auto last = begun_ + budget_->limits().longest;
  if (last < until && last <= now) throw MalformedFrame("a frame was begun and does not end");
  return std::min(until, last);
}

/// All that a large frame needs, before any of it: two halves would wait for each other.
void Wire::take_room(size_t size, Clock::time_point until) {
  if (budget_ == nullptr || size <= kept_buffer || size <= held_) return;
  if (!budget_->take(size - held_, until)) {
    throw Breach("call-too-large", "what it sends at once is more than " +
                                       std::to_string(budget_->limits().octets >> 20) + " MiB");
  }
  held_ = size;
}

/// One recv; gives whether something came. Throws Disconnected.
bool Wire::take(int flags) {
  const ssize_t got = recv(socket_.get(), in_.data() + filled_, in_.size() - filled_, flags);
  if (got > 0) {
    filled_ += static_cast<size_t>(got);
    return true;
  }
  if (got == 0 || (errno != EINTR && errno != EAGAIN)) throw Disconnected();
  return false;
}

/// Asks again and again instead of sleeping, for a moment. Gives whether something came.
bool Wire::look(Clock::time_point until) {
  if (take(MSG_DONTWAIT)) return true;
  const auto end = std::min(until, Clock::now() + Lookout::longest);
  do {
    relax();
    if (take(MSG_DONTWAIT)) {
      lookout_.found();
      return true;
    }
  } while (Clock::now() < end);
  lookout_.missed();
  return false;
}

/// Grows with what really comes, so that a frame that only says it is large costs no memory.
void Wire::make_room(size_t size) {
  if (in_.size() < usual_buffer) in_.resize(usual_buffer);
  if (filled_ == in_.size()) in_.resize(std::min(size, in_.size() * 2));
}

void Wire::shut() {
  shutdown(socket_.get(), SHUT_RDWR);
}

}  // namespace curante::isolation
