// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace curante::kernel {

/// How a run ended that nobody stopped.
struct Crash {
  std::string plugin;  ///< which was at work on the thread that crashed; empty: none, or unknown
  std::string signal;  ///< "SIGSEGV"; empty: the process was killed, or the machine went down
};

/// A file that lies in the data directory as long as the host runs. If it is there at the next
/// start, the host crashed; then it names the plugin that was at work.
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
  std::string path_;
  std::optional<Crash> last_;
};

}  // namespace curante::kernel
