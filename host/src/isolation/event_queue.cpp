// SPDX-License-Identifier: Apache-2.0
#include "isolation/event_queue.hpp"

#include <utility>

#include "curante/error.hpp"
#include "curante/fault.hpp"
#include "isolation/tree_coding.hpp"

namespace curante::isolation {

void EventQueue::put(const curante_context& context, std::string_view event,
                     const boost::json::value& body) {
  Told it{context, std::string(event), {}};
  // How long the publisher's call may take is no measure for what others do about it.
  it.context.deadline_ns = 0;
  std::string fault;
  try {
    OctetWriter out(it.body);
    encode_tree(out, body);
  } catch (const Error& e) {
    fault = e.message();
  }
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  if (fault.empty() && (waiting_.size() >= most_events || octets_ + it.body.size() > most_octets)) {
    fault = "too many wait for it";
  }
  if (!fault.empty()) return miss(event, fault);
  octets_ += it.body.size();
  waiting_.push_back(std::move(it));
  changed_.notify_all();
}

void EventQueue::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (closed_) return;
    const Told it = std::move(waiting_.front());
    waiting_.pop_front();
    octets_ -= it.body.size();
    telling_ = true;
    lock.unlock();
    std::string why;
    try {
      why = tell_(it);
    } catch (const std::exception& e) {
      why = fault_of(e);
    }
    lock.lock();
    telling_ = false;
    changed_.notify_all();
    if (why.empty()) {
      told();
    } else if (!closed_) {
      miss(it.event, why);
    }
  }
}

/// The lock is held; so in `told`.
void EventQueue::miss(std::string_view event, const std::string& why) {
  ++missed_;
  ++missed_in_a_row_;
  if (std::exchange(missing_, true)) return;
  log_.line(CURANTE_LOG_WARNING, plugin_,
            "missed events: " + std::string(event) + " is the first, " + why);
}

/// With others still waiting it may have been a lucky one.
void EventQueue::told() {
  if (!missing_ || !waiting_.empty()) return;
  missing_ = false;
  log_.line(CURANTE_LOG_WARNING, plugin_,
            "missed events: " + std::to_string(std::exchange(missed_in_a_row_, 0)) +
                " in all; it hears them again");
}

bool EventQueue::close(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  closed_ = true;
  waiting_.clear();
  octets_ = 0;
  changed_.notify_all();
  return changed_.wait_for(lock, patience, [this] { return !telling_; });
}

uint64_t EventQueue::missed() const {
  const std::lock_guard lock(mutex_);
  return missed_;
}

}  // namespace curante::isolation
