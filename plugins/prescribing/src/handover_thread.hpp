// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <vector>

#include "curante/waking_thread.hpp"
#include "handover.hpp"

namespace curante::prescribing {

/// The thread that gets recipes to their patients, woken when a recipe or a message has changed.
/// Safe from any thread.
class HandoverThread {
 public:
  HandoverThread(const Host& host, Handover& handover, HandoverStore& store);

  void start() { thread_.start(); }
  void stop() { thread_.stop(); }
  /// A recipe was accepted or withdrawn, or somebody wants one delivered.
  void wake() { thread_.wake(); }
  /// A message was sent, failed, or is tried again.
  void message_changed(const Id& message);

 private:
  std::optional<int64_t> work();
  void look_after_messages();

  Handover& handover_;
  HandoverStore& store_;
  std::mutex mutex_;
  bool look_at_all_ = true;  ///< at start: what changed while nobody listened
  std::vector<Id> changed_;
  WakingThread thread_;
};

}  // namespace curante::prescribing
