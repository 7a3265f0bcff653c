// SPDX-License-Identifier: Apache-2.0
#include "runtime/bus.hpp"

#include <algorithm>

#include "runtime/tree.hpp"

namespace curante::kernel {

struct Bus::Handle::Entry {
  std::string event;
  Receive receive;
  std::shared_mutex running;  ///< shared while a delivery runs; taken whole to end it
  bool ended = false;
};

Bus::Handle& Bus::Handle::operator=(Handle&& other) noexcept {
  end();
  entry_ = std::move(other.entry_);
  return *this;
}
Bus::Handle::~Handle() { end(); }
void Bus::Handle::end() {
  if (!entry_) return;
  const std::unique_lock lock(entry_->running);
  entry_->ended = true;
}

Bus::Handle Bus::subscribe(std::string event, Receive receive) {
  if (uplink_.subscribe) uplink_.subscribe(event);
  auto entry = std::make_shared<Handle::Entry>();
  entry->event = std::move(event);
  entry->receive = std::move(receive);
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [](const auto& weak) { return weak.expired(); });
  entries_.push_back(entry);
  return Handle(entry);
}

void Bus::publish(const curante_context* context, std::string_view event,
                  const boost::json::value& body) {
  if (uplink_.publish) return uplink_.publish(context, event, body);
  deliver(context, event, body);
}

void Bus::deliver(const curante_context* context, std::string_view event,
                  const boost::json::value& body) {
  std::vector<std::shared_ptr<Handle::Entry>> receivers;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& weak : entries_) {
      auto entry = weak.lock();
      if (entry && (entry->event.empty() || entry->event == event)) receivers.push_back(entry);
    }
  }
  if (receivers.empty()) return;
  const std::string json = to_text(body);
  for (const auto& entry : receivers) {
    const std::shared_lock lock(entry->running);
    if (!entry->ended) entry->receive(context, event, body, json);
  }
}

}  // namespace curante::kernel
