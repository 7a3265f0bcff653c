// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <mutex>
#include <vector>

#include "curante/waking_thread.hpp"
#include "handover.hpp"

namespace curante::prescribing {

/// The thread that gets recipes to their patients, woken when a recipe or a message has changed.
/// Safe from any thread.
class HandoverThread {
 public:
  /// `look_every`: how often all open messages are looked after, told or not: another host may have
  /// sent one, and tells only itself.
  HandoverThread(const Host& host, Handover& handover, HandoverStore& store,
                 std::chrono::milliseconds look_every = std::chrono::minutes(1));

  void start() { thread_.start(); }
  void stop() { thread_.stop(); }
  /// A recipe was accepted or withdrawn, or somebody wants one delivered.
  void wake() { thread_.wake(); }
  /// A message of this batch was sent, failed, or is tried again.
  void message_changed(const Id& batch);

 private:
  using Clock = std::chrono::steady_clock;

  std::optional<int64_t> work();
  void look_after_messages();

  Handover& handover_;
  HandoverStore& store_;
  std::chrono::milliseconds look_every_;
  std::mutex mutex_;
  bool look_at_all_ = true;  ///< at start: what changed while nobody listened
  Clock::time_point looked_at_all_{};
  std::vector<Id> changed_;
  WakingThread thread_;
};

}  // namespace curante::prescribing
