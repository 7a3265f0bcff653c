// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "sentinel/thread_owner.hpp"

namespace curante::kernel {

/// How a run ended that nobody stopped.
struct Crash {
  /// Which was at work on the thread that crashed, or had started that thread; empty: none, or
  /// unknown.
  std::string plugin;
  /// "SIGSEGV", or "exit()" when somebody called that; empty: the process was killed, ended by
  /// _exit, or the machine went down.
  std::string signal;
};

/// A file that lies in the data directory as long as the host runs. If it is there at the next
/// start, the host crashed; then it names the plugin that was at work. Make it on the main thread.
///
/// One at a time in a process: it owns the handlers of the signals by which a program dies. Not in
/// builds with a sanitizer, which handle those themselves.
class CrashSentinel {
 public:
  /// Throws Error{"data-directory"} when the file cannot be written.
  explicit CrashSentinel(const std::string& data_directory);
  /// The host stopped as it should: the file goes.
  ~CrashSentinel();
  CrashSentinel(const CrashSentinel&) = delete;
  CrashSentinel& operator=(const CrashSentinel&) = delete;

  /// How the run before this one ended, if not well.
  const std::optional<Crash>& last() const { return last_; }
  /// The same in words, with what can be done.
  std::string report() const;

 private:
  SignalStack stack_;
  std::string path_;
  std::optional<Crash> last_;
};

}  // namespace curante::kernel
