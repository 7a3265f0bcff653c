// SPDX-License-Identifier: Apache-2.0
// What a plugin's process may send: a frame, and in it a context, a description or a tree.
#include "isolation/context_coding.hpp"
#include "isolation/frame.hpp"
#include "isolation/tree_coding.hpp"

using namespace curante::isolation;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  try {
    const size_t length = frame_size(octets);
    if (length == 0 || length > size) return 0;
    const Frame frame = read_frame(octets.substr(0, length));
    OctetReader in(frame.body);
    if (frame.kind == FrameKind::call) decode_context(in);
    const boost::json::value tree = decode_tree(in);
    in.finish();
    // What was understood can be said again, and means the same.
    std::string again;
    OctetWriter out(again);
    encode_tree(out, tree);
    OctetReader back(again);
    std::string third;
    OctetWriter out_again(third);
    encode_tree(out_again, decode_tree(back));
    if (third != again) __builtin_trap();
  } catch (const Breach&) {
    // So it should be.
  }
  return 0;
}
