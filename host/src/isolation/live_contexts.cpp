// SPDX-License-Identifier: Apache-2.0
#include "isolation/live_contexts.hpp"

#include "curante/error.hpp"
#include "isolation/context_coding.hpp"

namespace curante::isolation {

LiveContexts::Entry::Entry(LiveContexts& all, const curante_context& context) : all_(all) {
  const std::lock_guard lock(all.mutex_);
  id_ = ++all.last_id_;
  all.live_.push_back({id_, &context, std::this_thread::get_id()});
}

LiveContexts::Entry::~Entry() {
  const std::lock_guard lock(all_.mutex_);
  std::erase_if(all_.live_, [this](const Live& it) { return it.id == id_; });
}

LiveContexts::Found::Found(LiveContexts& all, uint64_t id, const curante_context& background) {
  if (id == background_context) {
    original_ = &background;
    return;
  }
  const std::lock_guard lock(all.mutex_);
  for (const Live& it : all.live_) {
    if (it.id != id) continue;
    // The owner's call lies below on this very stack; another's may end at any time.
    if (it.owner == std::this_thread::get_id()) {
      original_ = it.context;
    } else {
      copy_ = *it.context;
    }
    return;
  }
  throw Error("context-unknown", "a call names a context that its plugin does not hold (any more)",
              "the plugin's author uses a context after the call it came with: use background()");
}

}  // namespace curante::isolation
