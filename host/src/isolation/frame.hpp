// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "isolation/octets.hpp"

namespace curante::isolation {

/// What is sent over a channel: the length of the rest (u32), a kind (u8), a number (u64), a body.
enum class FrameKind : uint8_t {
  reply = 1,      ///< to the call of the same number; its body is that call's affair
  failure = 2,    ///< the same: code, message, remedy
  call = 3,       ///< of a contract
  event = 4,      ///< of the bus
  subscribe = 5,  ///< from the runner: it wants events
  step = 6,       ///< to the runner's main thread: create, start, ready, stop
};

struct Frame {
  FrameKind kind{};
  uint64_t number = 0;
  std::string_view body;  ///< valid until the next receive on its channel

  bool is_answer() const { return kind == FrameKind::reply || kind == FrameKind::failure; }
};

constexpr size_t frame_length_size = sizeof(uint32_t);
constexpr size_t frame_header_size = frame_length_size + sizeof(uint8_t) + sizeof(uint64_t);
constexpr uint32_t largest_frame = 64u << 20;

/// How many octets the frame takes that begins with these, or 0 when that cannot be said yet.
/// Throws MalformedFrame.
size_t frame_size(std::string_view octets);
/// Of `frame_size` octets. Throws MalformedFrame.
Frame read_frame(std::string_view octets);

/// Starts a frame in `out`, which is emptied first; `seal_frame` ends it. Throws
/// Error{"call-too-large"}.
OctetWriter begin_frame(std::string& out, FrameKind kind, uint64_t number);
void seal_frame(std::string& out);

}  // namespace curante::isolation
