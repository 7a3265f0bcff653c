// SPDX-License-Identifier: Apache-2.0
#include "handover_thread.hpp"

#include <algorithm>
#include <utility>

namespace curante::prescribing {

using namespace std::chrono_literals;

/// Recipes that are accepted together are looked at together.
HandoverThread::HandoverThread(const Host& host, Handover& handover, HandoverStore& store,
                               std::chrono::milliseconds look_every)
    : handover_(handover),
      store_(store),
      look_every_(look_every),
      thread_(host, {"recipes cannot be handed to patients now", 100ms},
              [this] { return work(); }) {}

void HandoverThread::message_changed(const Id& batch) {
  {
    const std::lock_guard lock(mutex_);
    changed_.push_back(batch);
  }
  wake();
}

std::optional<int64_t> HandoverThread::work() {
  look_after_messages();
  while (!thread_.stopping() && handover_.step()) {
  }
  const int64_t look = look_every_.count();
  return std::min(store_.next_due_ms().value_or(look), look);
}

void HandoverThread::look_after_messages() {
  bool all = false;
  std::vector<Id> changed;
  {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    all = std::exchange(look_at_all_, false) || now >= looked_at_all_ + look_every_;
    if (all) looked_at_all_ = now;
    changed = std::exchange(changed_, {});
  }
  try {
    if (all || !changed.empty()) handover_.look_after(all ? std::vector<Id>() : changed);
  } catch (const std::exception& e) {
    // Without messages/1 there is nothing to look at; what it tells later starts this anew.
    const auto* error = dynamic_cast<const Error*>(&e);
    const bool again = error == nullptr || error->code() != "contract-unavailable";
    if (!again) return;
    const std::lock_guard lock(mutex_);
    look_at_all_ = true;
    throw;
  }
}

}  // namespace curante::prescribing
