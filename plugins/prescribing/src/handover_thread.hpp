// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "handover.hpp"

namespace curante::prescribing {

/// The thread that gets recipes to their patients. It sleeps until a recipe or a message has
/// changed, or until something is due. Safe from any thread; `stop` joins.
class HandoverThread {
 public:
  HandoverThread(const Host& host, Handover& handover, HandoverStore& store)
      : host_(host), handover_(handover), store_(store) {}
  ~HandoverThread() { stop(); }

  void start();
  void stop();
  /// A recipe was accepted or withdrawn, or somebody wants one delivered.
  void wake();
  /// A message was sent, failed, or is tried again.
  void message_changed(const Id& message);

 private:
  void loop();
  int64_t work();

  Host host_;
  Handover& handover_;
  HandoverStore& store_;
  std::mutex mutex_;
  std::condition_variable woken_;
  uint64_t wakes_ = 0;
  bool stopping_ = false;
  bool look_at_all_ = true;  ///< at start: what changed while nobody listened
  std::vector<Id> changed_;
  std::thread thread_;
};

}  // namespace curante::prescribing
