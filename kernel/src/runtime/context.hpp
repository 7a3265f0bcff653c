// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "curante/abi.h"

/// On whose behalf a call happens. Made by the host alone, read through curante_ext_context, never
/// changed after it was issued; so any thread may read it.
struct curante_context {
  std::string user, user_name, role, practice, patient, station, trace;
  std::set<std::string, std::less<>> permissions;
  bool may_all = false;  ///< a plugin's own work, behind no user
  int64_t deadline_ns = 0;
};

namespace curante::kernel {

/// A new trace id: 16 random octets in hexadecimal.
std::string new_trace();

const curante_ext_context* context_extension(const curante_context* (*background)(void* self));

/// Which plugin calls which, on this thread: what `caller` answers, what a crash report names, and
/// what stops endless recursion.
class CallFrame {
 public:
  static constexpr uint32_t max_depth = 16;

  /// `caller_folder`: the folder that an isolated caller's sandbox shows it. Views, which outlive
  /// the frame.
  CallFrame(std::string_view caller, std::string_view provider,
            std::string_view caller_folder = {});
  ~CallFrame();
  CallFrame(const CallFrame&) = delete;
  CallFrame& operator=(const CallFrame&) = delete;

  static const CallFrame* top();
  /// Whether a call into this plugin is under way on this thread.
  static bool inside(std::string_view plugin);
  std::string_view caller() const { return caller_; }
  std::string_view provider() const { return provider_; }
  std::string_view caller_folder() const { return caller_folder_; }
  uint32_t depth() const { return depth_; }

 private:
  std::string_view caller_, provider_, caller_folder_;
  const CallFrame* below_;
  uint32_t depth_;
};

}  // namespace curante::kernel
