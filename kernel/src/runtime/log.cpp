// SPDX-License-Identifier: Apache-2.0
#include "runtime/log.hpp"

#include <unistd.h>

#include <chrono>
#include <string>

#include "curante/moment.hpp"
#include "text/foreign_text.hpp"

namespace curante::kernel {

void Log::line(uint32_t level, std::string_view origin, std::string_view text) {
  if (level < least_level_) return;
  constexpr std::string_view names[] = {"debug", "info", "warning", "error"};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  std::string out =
      Instant{std::chrono::duration_cast<std::chrono::milliseconds>(now).count()}.iso();
  out.append(" ").append(names[level > 3 ? 3 : level]).append(" ").append(origin).append(" ");
  // One event, one line: a text with line breaks must not look like another event.
  out.append(printable_text(text)).append("\n");
  const std::lock_guard lock(mutex_);
  for (size_t done = 0; done < out.size();) {
    const ssize_t wrote = ::write(STDERR_FILENO, out.data() + done, out.size() - done);
    if (wrote <= 0) return;
    done += static_cast<size_t>(wrote);
  }
}

}  // namespace curante::kernel
