// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

namespace curante::kernel {

/// A stack of its own for handlers of signals on the calling thread, as long as this lives: one that
/// has used up its stack has no room for a handler there.
class SignalStack {
 public:
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  std::unique_ptr<char[]> memory_;
};

/// The plugin at work on the calling thread: whose code was called last, else the one that was at
/// work where the thread was started. Empty on the host's own. Safe in a signal handler.
///
/// Whoever links this starts every thread of the process through here, those of libraries and
/// plugins too (pthread_create is this program's own), and gives each a SignalStack. Not in builds
/// with a sanitizer, which do the same themselves.
std::string_view plugin_at_work();

}  // namespace curante::kernel
