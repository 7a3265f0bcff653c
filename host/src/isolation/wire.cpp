// SPDX-License-Identifier: Apache-2.0
#include "isolation/wire.hpp"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "curante/error.hpp"

namespace curante::isolation {

namespace {

constexpr size_t usual_buffer = 64 << 10, kept_buffer = 1 << 20;

}  // namespace

std::pair<OwnedDescriptor, OwnedDescriptor> socket_pair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw Error("internal-error", "there are no more descriptors for sockets",
                "raise the limit on open files");
  }
  return {OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
}

void Wire::limit(int option, Clock::time_point until) {
  timeval time{};
  if (until != no_limit) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(until - Clock::now());
    if (left.count() <= 0) throw TimeLimit();
    time.tv_sec = left.count() / 1'000'000;
    time.tv_usec = left.count() % 1'000'000;
  }
  setsockopt(socket_.get(), SOL_SOCKET, option, &time, sizeof time);
}

void Wire::send(Clock::time_point until) {
  seal_frame(out_);
  limit(SO_SNDTIMEO, until);
  for (size_t done = 0; done < out_.size();) {
    const ssize_t sent =
        ::send(socket_.get(), out_.data() + done, out_.size() - done, MSG_NOSIGNAL);
    if (sent > 0) {
      done += static_cast<size_t>(sent);
      if (done < out_.size()) limit(SO_SNDTIMEO, until);
    } else if (errno == EAGAIN) {
      throw TimeLimit();
    } else if (errno != EINTR) {
      throw Disconnected();
    }
  }
  if (out_.capacity() > kept_buffer) out_ = {};
}

Frame Wire::receive(Clock::time_point until) {
  filled_ -= used_;
  std::memmove(in_.data(), in_.data() + used_, filled_);
  used_ = 0;
  if (in_.size() > kept_buffer && filled_ <= usual_buffer) {
    in_.resize(usual_buffer);
    in_.shrink_to_fit();
  }
  for (;;) {
    const size_t size = frame_size({in_.data(), filled_});
    if (size > 0 && filled_ >= size) {
      used_ = size;
      return read_frame({in_.data(), size});
    }
    make_room(size);
    limit(SO_RCVTIMEO, until);
    const ssize_t got = recv(socket_.get(), in_.data() + filled_, in_.size() - filled_, 0);
    if (got > 0) {
      filled_ += static_cast<size_t>(got);
    } else if (got < 0 && errno == EAGAIN) {
      throw TimeLimit();
    } else if (got == 0 || errno != EINTR) {
      throw Disconnected();
    }
  }
}

/// Grows with what really comes, so that a frame that only says it is large costs nothing.
void Wire::make_room(size_t size) {
  if (in_.size() < usual_buffer) in_.resize(usual_buffer);
  if (filled_ == in_.size()) in_.resize(std::min(size, in_.size() * 2));
}

void Wire::expect_silence() const {
  char octet;
  const ssize_t got = used_ < filled_ ? 1 : recv(socket_.get(), &octet, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got == 0) throw Disconnected();
  if (got > 0) throw MalformedFrame("an answer to nothing, or a second one");
}

void Wire::shut() {
  shutdown(socket_.get(), SHUT_RDWR);
}

}  // namespace curante::isolation
