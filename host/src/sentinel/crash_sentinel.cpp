// SPDX-License-Identifier: Apache-2.0
#include "sentinel/crash_sentinel.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>

#include "curante/abi_tag.hpp"
#include "curante/error.hpp"
#include "sentinel/thread_owner.hpp"

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

volatile sig_atomic_t sentinel_file = -1;
pid_t guarded_process = 0;
std::atomic_flag end_told = ATOMIC_FLAG_INIT;

/// Runs in a signal handler: nothing but write(2) and what a crash cannot have broken.
void note(std::string_view text) {
  const ssize_t wrote = write(sentinel_file, text.data(), text.size());
  static_cast<void>(wrote);  // there is nobody left to tell
}

/// Nobody's end but the host's: a process that it forked shares the file.
void note_end(std::string_view how) {
  if (sentinel_file < 0 || getpid() != guarded_process) return;
  if (end_told.test_and_set()) return;  // two threads crash at once: the first says who
  note(how);
  note(" ");
  note(plugin_at_work());
  note("\n");
}

/// Somebody called exit() while the host was at work: a plugin, for the host never does.
void on_exit_call() {
  note_end("exit()");
}

void on_crash(int number) {
  for (const Signal& it : deadly) {
    if (it.number != number) continue;
    note_end(it.name);
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
  sentinel_file = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (sentinel_file < 0) {
    throw Error("data-directory", path_ + " cannot be written",
                "make the data directory writable for the host's user");
  }
  guarded_process = getpid();
  end_told.clear();
  static const int once = std::atexit(on_exit_call);
  static_cast<void>(once);  // without it, an exit() is told like a kill
  if (!handles) return;
  struct sigaction action {};
  action.sa_handler = on_crash;
  action.sa_flags = SA_ONSTACK;
  for (const Signal& it : deadly) sigaction(it.number, &action, nullptr);
}

CrashSentinel::~CrashSentinel() {
  if (handles) {
    for (const Signal& it : deadly) signal(it.number, SIG_DFL);
  }
  const int file = sentinel_file;
  sentinel_file = -1;
  close(file);
  unlink(path_.c_str());
}

std::string CrashSentinel::report() const {
  if (!last_) return {};
  const std::string how = last_->signal.empty()
                              ? "without being stopped: it was killed, or the machine went down"
                              : "with " + last_->signal;
  const bool known = !last_->plugin.empty();
  return "the last run ended " + how + (known ? " while " + last_->plugin + " was at work" : "") +
         " (if it happens again: curante serve --safe leaves out all plugins that are not the "
         "host's own" +
         (known ? ", --without " + last_->plugin + " this one)" : ")");
}

}  // namespace curante::kernel
