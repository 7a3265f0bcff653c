// SPDX-License-Identifier: Apache-2.0
#include "isolation/frame.hpp"

#include "curante/error.hpp"

namespace curante::isolation {

size_t frame_size(std::string_view octets) {
  if (octets.size() < frame_length_size) return 0;
  const uint32_t rest = OctetReader(octets).u32();
  if (rest > largest_frame) throw MalformedFrame("a frame is too large");
  if (rest < frame_header_size - frame_length_size) throw MalformedFrame("a frame is too short");
  return frame_length_size + rest;
}

Frame read_frame(std::string_view octets) {
  OctetReader in(octets.substr(frame_length_size));
  const uint8_t kind = in.u8();
  if (kind < static_cast<uint8_t>(FrameKind::reply) ||
      kind > static_cast<uint8_t>(FrameKind::step)) {
    throw MalformedFrame("a frame is of no known kind");
  }
  const uint64_t number = in.u64();
  return {static_cast<FrameKind>(kind), number, octets.substr(frame_header_size)};
}

OctetWriter begin_frame(std::string& out, FrameKind kind, uint64_t number) {
  out.clear();
  OctetWriter writer(out);
  writer.u32(0);
  writer.u8(static_cast<uint8_t>(kind));
  writer.u64(number);
  return writer;
}

void seal_frame(std::string& out) {
  const size_t rest = out.size() - frame_length_size;
  if (rest > largest_frame) {
    throw Error("call-too-large", "a call's data is larger than 64 MiB", "ask for less at once");
  }
  const auto length = static_cast<uint32_t>(rest);
  std::memcpy(out.data(), &length, sizeof length);
}

}  // namespace curante::isolation
