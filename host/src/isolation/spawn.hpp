// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "isolation/owned_descriptor.hpp"
#include "trust/sealed_bytes.hpp"

namespace curante::isolation {

/// What an isolated plugin may reach.
struct Confinement {
  bool sandbox = true;   ///< bubblewrap around the runner; without it only its own limits hold
  bool network = false;  ///< the machine's network; without it not even this machine's own ports
  /// May make some, for those in its folder. With the network they reach the machine's abstract
  /// ones, too: no filter can tell them apart.
  bool unix_sockets = true;
  std::string folder;    ///< seen at the same path, read-only, its sockets reachable; may be empty
  uint64_t memory_bytes = 512ull << 20;  ///< address space of the runner
  int nice = 0;  ///< 0 to 19: how far its threads stand back where the processors are too few
};

/// How a runner ended: by a signal, or with an exit code.
struct RunnerEnd {
  int signal = 0;
  int code = 0;
};

/// A runner that was started. Whoever owns this owns the runner: it is killed and reaped with it.
/// Not for several threads at once, except that any thread may `kill` while none destroys it.
class RunnerProcess {
 public:
  RunnerProcess(RunnerProcess&& other) noexcept;
  RunnerProcess& operator=(RunnerProcess&& other) noexcept;
  ~RunnerProcess();

  /// The process to wait for and to kill. With a sandbox it is bubblewrap, whose end takes all
  /// inside along.
  pid_t pid() const { return pid_; }
  /// Readable in poll() once the process has ended.
  int pidfd() const { return pidfd_.get(); }
  /// The host's end of the stream to the runner.
  int control() const { return control_.get(); }
  /// What the runner, its plugin and bubblewrap write to their standard outputs. A pipe, whose
  /// reader must not let it fill; it ends when the last of them has ended.
  int standard_error() const { return standard_error_.get(); }

  /// Ends it at once, whatever it does. No effect after its end.
  void kill() const noexcept;
  /// Waits for the end and says how it was; afterwards `pid` names nobody. May be repeated.
  RunnerEnd reap() noexcept;

 private:
  friend RunnerProcess spawn_runner(const std::string&, const kernel::SealedBytes&,
                                    const Confinement&, const std::string&);
  RunnerProcess(pid_t pid, bool sandboxed, OwnedDescriptor control, OwnedDescriptor standard_error);
  void end() noexcept;

  pid_t pid_ = -1;
  bool sandboxed_ = false;
  OwnedDescriptor pidfd_, control_, standard_error_;
  RunnerEnd end_;
};

/// Starts `runner` (an absolute path) on a plugin's library, and does not wait for its first word:
/// a runner that cannot start shows that by its end.
///
/// The runner finds 0 = /dev/null, 1 and 2 = `standard_error`, 3 = `control` (a stream socket), 4 =
/// the library, read-only, 5 = the filter for `confine_self`, and no other descriptor. Its session
/// and process group are its own, so that Ctrl-C in a terminal is the host's alone to handle.
///
/// With the plugin's id as `only_load` it loads the library, says `control_loaded`, and ends: to
/// try what a library does then.
///
/// Runners end with the *thread* that started them: start them from one that lives as long as the
/// host. Any thread may do it, also several at once. Throws Error{"sandbox-unavailable"} when the
/// machine has no bubblewrap or lets it make no namespaces: never is a weaker sandbox used;
/// {"runner-unstartable"} when the system starts no process.
RunnerProcess spawn_runner(const std::string& runner, const kernel::SealedBytes& library,
                           const Confinement& confinement, const std::string& only_load = {});

}  // namespace curante::isolation
