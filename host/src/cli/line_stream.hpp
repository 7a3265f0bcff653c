// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace curante::kernel {

/// Lines over a socket's descriptor, which it does not own. One reader and one writer at a time.
class LineStream {
 public:
  explicit LineStream(int fd) : fd_(fd) {}
  /// The next line without its end; nothing when the other side has gone or sends over 64 MiB.
  std::optional<std::string> read();
  /// False when the other side has gone.
  bool write(const std::string& line);

 private:
  int fd_;
  std::string buffer_;
};

}  // namespace curante::kernel
