// SPDX-License-Identifier: Apache-2.0
#include "cli/line_stream.hpp"

#include <sys/socket.h>

namespace curante::kernel {

std::optional<std::string> LineStream::read() {
  constexpr size_t max_line = 64 * 1024 * 1024;
  size_t seen = 0;
  for (;;) {
    const size_t end = buffer_.find('\n', seen);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    seen = buffer_.size();
    char chunk[16384];
    const ssize_t got = recv(fd_, chunk, sizeof chunk, 0);
    if (got <= 0 || buffer_.size() > max_line) return std::nullopt;
    buffer_.append(chunk, static_cast<size_t>(got));
  }
}

bool LineStream::write(const std::string& line) {
  const std::string out = line + "\n";
  for (size_t done = 0; done < out.size();) {
    const ssize_t sent = send(fd_, out.data() + done, out.size() - done, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    done += static_cast<size_t>(sent);
  }
  return true;
}

}  // namespace curante::kernel
