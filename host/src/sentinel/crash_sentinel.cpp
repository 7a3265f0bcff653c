// SPDX-License-Identifier: Apache-2.0
#include "sentinel/crash_sentinel.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "curante/abi_tag.hpp"
#include "curante/error.hpp"
#include "runtime/context.hpp"

namespace curante::kernel {

namespace {

struct Signal {
  int number;
  std::string_view name;
};
constexpr std::array deadly{Signal{SIGSEGV, "SIGSEGV"}, Signal{SIGBUS, "SIGBUS"},
                            Signal{SIGILL, "SIGILL"}, Signal{SIGFPE, "SIGFPE"},
                            Signal{SIGABRT, "SIGABRT"}};
constexpr bool handles = std::string_view(CURANTE_SANITIZER) == "none";

int sentinel_file = -1;

/// Runs in a signal handler: nothing but write(2) and what a crash cannot have broken.
void note(std::string_view text) {
  const ssize_t wrote = write(sentinel_file, text.data(), text.size());
  static_cast<void>(wrote);  // there is nobody left to tell
}

void on_crash(int number) {
  for (const Signal& it : deadly) {
    if (it.number != number) continue;
    note(it.name);
    note(" ");
    if (const CallFrame* frame = CallFrame::top()) note(frame->provider());
    note("\n");
  }
  signal(number, SIG_DFL);
  raise(number);
}

std::optional<Crash> read_last(const std::string& path) {
  std::ifstream in(path);
  if (!in) return std::nullopt;
  Crash crash;
  std::string line;
  std::getline(in, line);
  const size_t space = line.find(' ');
  if (space == std::string::npos) return crash;
  return Crash{line.substr(space + 1), line.substr(0, space)};
}

}  // namespace

CrashSentinel::CrashSentinel(const std::string& data_directory)
    : path_(data_directory + "/running"), last_(read_last(path_)) {
  sentinel_file =
      open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (sentinel_file < 0) {
    throw Error("data-directory", path_ + " cannot be written",
                "make the data directory writable for the host's user");
  }
  if (!handles) return;
  for (const Signal& it : deadly) signal(it.number, on_crash);
}

CrashSentinel::~CrashSentinel() {
  if (handles) {
    for (const Signal& it : deadly) signal(it.number, SIG_DFL);
  }
  close(sentinel_file);
  unlink(path_.c_str());
}

std::string CrashSentinel::report() const {
  if (!last_) return {};
  if (last_->signal.empty()) {
    return "the last run ended without being stopped: it was killed, or the machine went down";
  }
  if (last_->plugin.empty()) return "the last run ended with " + last_->signal;
  return "the last run ended with " + last_->signal + " while " + last_->plugin +
         " was at work (if it happens again: curante serve --safe leaves out all plugins that are "
         "not the host's own, --without " +
         last_->plugin + " this one)";
}

}  // namespace curante::kernel
