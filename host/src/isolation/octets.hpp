// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace curante::isolation {

/// The other side did what no honest one does: its process ends for it.
struct Breach : std::runtime_error {
  Breach(std::string error_code, const std::string& what)
      : std::runtime_error(what), code(std::move(error_code)) {}
  std::string code;
};
struct MalformedFrame : Breach {
  explicit MalformedFrame(const std::string& what) : Breach("frame-malformed", what) {}
};

/// Appends to a frame. Numbers are in this machine's order: both ends are on it.
class OctetWriter {
 public:
  explicit OctetWriter(std::string& out) : out_(out) {}

  void u8(uint8_t value) { out_ += static_cast<char>(value); }
  void u32(uint32_t value) { number(value); }
  void u64(uint64_t value) { number(value); }
  void i64(int64_t value) { number(value); }
  void real(double value) { number(value); }
  /// At most 4 GiB, which no frame holds anyway.
  void text(std::string_view value) {
    u32(static_cast<uint32_t>(value.size()));
    out_.append(value);
  }
  /// Octets that were encoded before.
  void encoded(std::string_view octets) { out_.append(octets); }

 private:
  template <class Number>
  void number(Number value) {
    char octets[sizeof value];
    std::memcpy(octets, &value, sizeof value);
    out_.append(octets, sizeof value);
  }

  std::string& out_;
};

/// Reads a frame, of which nothing is believed: what lies beyond its end throws MalformedFrame.
class OctetReader {
 public:
  explicit OctetReader(std::string_view octets) : rest_(octets) {}

  uint8_t u8() { return number<uint8_t>(); }
  uint32_t u32() { return number<uint32_t>(); }
  uint64_t u64() { return number<uint64_t>(); }
  int64_t i64() { return number<int64_t>(); }
  double real() { return number<double>(); }
  /// A view into the frame.
  std::string_view text() { return take(u32()); }

  size_t left() const { return rest_.size(); }
  /// Throws MalformedFrame unless all was read.
  void finish() const {
    if (!rest_.empty()) throw MalformedFrame("a frame is longer than what it says");
  }

 private:
  std::string_view take(size_t count) {
    if (count > rest_.size()) throw MalformedFrame("a frame ends early");
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  template <class Number>
  Number number() {
    Number value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::string_view rest_;
};

}  // namespace curante::isolation
