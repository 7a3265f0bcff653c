// SPDX-License-Identifier: Apache-2.0
#include "isolation/log_relay.hpp"

#include <poll.h>
#include <unistd.h>

#include <iterator>

#include "curante/abi.h"

namespace curante::isolation {

bool LogRelay::read_from(int descriptor) {
  char octets[4096];
  for (int rounds = 0; rounds < 16; ++rounds) {
    pollfd ready{descriptor, POLLIN, 0};
    if (poll(&ready, 1, 0) <= 0) return true;
    const ssize_t got = read(descriptor, octets, sizeof octets);
    if (got <= 0) return false;
    take({octets, static_cast<size_t>(got)});
  }
  return true;
}

void LogRelay::take(std::string_view octets) {
  for (const char c : octets) {
    if (c == '\n') {
      line(unfinished_);
      unfinished_.clear();
      cut_ = false;
    } else if (unfinished_.size() < longest_line) {
      unfinished_ += c;
    } else if (!cut_) {
      unfinished_ += "…";
      cut_ = true;
    }
  }
}

/// The plugin's own lines come as kernel::Log writes them: time, level, origin, text.
void LogRelay::line(std::string_view text) {
  if (Clock::now() - second_ > std::chrono::seconds(1)) {
    second_ = Clock::now();
    lines_ = 0;
  }
  if (++lines_ == most_lines_a_second) text = "writes too much: lines of this second are dropped";
  if (lines_ > most_lines_a_second || text.empty()) return;
  constexpr std::string_view levels[] = {" debug ", " info ", " warning ", " error "};
  for (uint32_t level = 0; level < std::size(levels); ++level) {
    const std::string head = std::string(levels[level]) + plugin_ + " ";
    const size_t at = text.find(' ');
    if (at == std::string_view::npos || text.substr(at, head.size()) != head) continue;
    return log_.line(level, plugin_, text.substr(at + head.size()));
  }
  log_.line(CURANTE_LOG_WARNING, plugin_, text);
}

}  // namespace curante::isolation
