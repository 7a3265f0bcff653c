// SPDX-License-Identifier: Apache-2.0
#include "cli/library_trial.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>

#include "curante/error.hpp"
#include "isolation/control.hpp"
#include "isolation/sandbox.hpp"
#include "isolation/spawn.hpp"
#include "text/foreign_text.hpp"

namespace curante::kernel {

namespace {

using Clock = std::chrono::steady_clock;

/// Waits for something to read; false when that does not come in time.
bool readable(int descriptor, Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) return false;
    pollfd it = {descriptor, POLLIN, 0};
    if (poll(&it, 1, static_cast<int>(left)) > 0) return true;
  }
}

/// What it writes until its end, its first page of it, on one line; nothing when the end is too far
/// off. The rest is thrown away: who writes more must not wait for a reader.
std::optional<std::string> words_until_its_end(int pipe, Clock::time_point until) {
  std::string said;
  for (;;) {
    if (!readable(pipe, until)) return std::nullopt;
    char part[4096];
    const ssize_t got = read(pipe, part, sizeof part);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    if (said.size() < sizeof part) said.append(part, static_cast<size_t>(got));
  }
  said = printable_text(said);
  said.resize(said.find_last_not_of(' ') + 1);
  return said;
}

[[noreturn]] void unloadable(const std::string& why) {
  throw Error("library-unloadable", why, "mend what runs when the library is loaded");
}

/// The runner's own word for a refusal comes with code 1.
[[noreturn]] void tell_end(const isolation::RunnerEnd& end, const std::string& said) {
  if (end.signal == 0 && end.code == 1 && !said.empty()) unloadable(said);
  const std::string why = end.signal != 0
                              ? "it ended with signal " + std::to_string(end.signal)
                              : "it ended the process with code " + std::to_string(end.code);
  unloadable(said.empty() ? why : why + ": " + said);
}

}  // namespace

Trial try_loading(const PluginImage& image, const std::string& runner, bool stranger,
                  std::chrono::milliseconds longest) {
  isolation::Confinement confinement;
  Trial trial;
  try {
    isolation::require_sandbox();
  } catch (const Error& e) {
    if (stranger) {
      throw Error(e.code(),
                  "a stranger's library is tried in a sandbox or not at all; " + e.message(),
                  e.remedy());
    }
    confinement.sandbox = confinement.unix_sockets = false;
    trial.unshut = e.message();
  }
  isolation::RunnerProcess process =
      isolation::spawn_runner(runner, image.library, confinement, image.manifest.id);
  const auto until = Clock::now() + longest;
  const auto said = words_until_its_end(process.standard_error(), until);
  // Who closes its output may live on.
  if (!said || !readable(process.pidfd(), until))
    unloadable("it did not return within " + std::to_string(longest.count() / 1000) + " s");
  const isolation::RunnerEnd end = process.reap();
  // A library that ends the process with code 0 was not loaded; nor was one that said so itself.
  const bool told = isolation::receive_request(process.control()) == isolation::control_loaded;
  if (!told || end.signal != 0 || end.code != 0) tell_end(end, *said);
  return trial;
}

}  // namespace curante::kernel
