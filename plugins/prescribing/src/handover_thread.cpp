// SPDX-License-Identifier: Apache-2.0
#include "handover_thread.hpp"

#include <chrono>
#include <utility>

namespace curante::prescribing {

using namespace std::chrono_literals;

/// Recipes that are accepted together are looked at together.
HandoverThread::HandoverThread(const Host& host, Handover& handover, HandoverStore& store)
    : handover_(handover),
      store_(store),
      thread_(host, {"recipes cannot be handed to patients now", 100ms},
              [this] { return work(); }) {}

void HandoverThread::message_changed(const Id& message) {
  {
    const std::lock_guard lock(mutex_);
    changed_.push_back(message);
  }
  wake();
}

std::optional<int64_t> HandoverThread::work() {
  look_after_messages();
  while (!thread_.stopping() && handover_.step()) {
  }
  return store_.next_due_ms();
}

void HandoverThread::look_after_messages() {
  bool all = false;
  std::vector<Id> changed;
  {
    const std::lock_guard lock(mutex_);
    all = std::exchange(look_at_all_, false);
    changed = std::exchange(changed_, {});
  }
  try {
    if (all || !changed.empty()) handover_.look_after(all ? std::vector<Id>() : changed);
  } catch (const Error& e) {
    // Without messages/1 there is nothing to look at; what it tells later starts this anew.
    const std::lock_guard lock(mutex_);
    look_at_all_ = e.code() != "contract-unavailable";
    if (look_at_all_) throw;
  }
}

}  // namespace curante::prescribing
