// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <exception>
#include <string>
#include <utility>

#include "isolation/frame.hpp"
#include "isolation/frame_budget.hpp"
#include "isolation/lookout.hpp"
#include "isolation/owned_descriptor.hpp"

namespace curante::isolation {

using Clock = std::chrono::steady_clock;
constexpr Clock::time_point no_limit = Clock::time_point::max();

/// The other process is gone, or was told to go.
struct Disconnected : std::exception {
  const char* what() const noexcept override { return "the other process is gone"; }
};
/// It did not answer in time.
struct TimeLimit : std::exception {
  const char* what() const noexcept override { return "no answer in time"; }
};

/// Two connected sockets that programs do not inherit. Throws Error{"internal-error"}.
std::pair<OwnedDescriptor, OwnedDescriptor> socket_pair();

/// Frames over a stream socket. Used by one thread at a time; `shut` by any.
class Wire {
 public:
  /// With a budget the other side is not trusted to end what it begins. It outlives the wire.
  explicit Wire(OwnedDescriptor socket, FrameBudget* budget = nullptr)
      : socket_(std::move(socket)), budget_(budget) {}
  ~Wire();

  /// What the next `send` sends.
  std::string& out() { return out_; }
  /// Throws Disconnected, TimeLimit, Error{"call-too-large"}; nothing was sent in the last case.
  void send(Clock::time_point until);
  /// Throws Disconnected, TimeLimit, MalformedFrame, Breach{"call-too-large"}.
  Frame receive(Clock::time_point until);
  /// Drops the frame that was received last, and keeps no more memory than it needs.
  void rest();
  /// Whoever sends or receives now or later learns that it is over.
  void shut();

 private:
  void wait_to_send(Clock::time_point until);
  void limit_receive(Clock::time_point until);
  Clock::time_point limit_of_frame(Clock::time_point until);
  void take_room(size_t size, Clock::time_point until);
  void make_room(size_t size);
  bool take(int flags);
  bool look(Clock::time_point until);

  OwnedDescriptor socket_;
  FrameBudget* const budget_;
  std::string out_, in_;
  Lookout lookout_;
  std::chrono::microseconds armed_{};  ///< the socket's own time limit; 0 = none
  Clock::time_point begun_{};          ///< when the frame under way was first seen; none = not yet
  size_t held_ = 0;  ///< of the budget; no less than in_ when that is larger than is always kept
  size_t used_ = 0, filled_ = 0;  ///< octets of in_: those of frames given out, and those received
};

}  // namespace curante::isolation
