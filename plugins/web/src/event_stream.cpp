// SPDX-License-Identifier: Apache-2.0
#include "event_stream.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>

#include "answer.hpp"

namespace curante::web {

namespace {

constexpr size_t max_listeners = 64;
constexpr size_t max_queue = 1000, max_octets = 1 << 20;  // twice what one stranger may tell at once
constexpr auto heartbeat = std::chrono::seconds(10);

/// The host's own events concern tools and records, no screen.
bool is_internal(std::string_view event) {
  return event == "call-made/1" || event == "verb-progress/1" || event == "entry-ready/1";
}
bool concerns_everybody(std::string_view event) { return event == "transmitter-health/1"; }

}  // namespace

void EventStream::subscribe() {
  host_.bus()->subscribe(
      host_.edge()->self, str(""),
      [](void* self, const curante_context* context, curante_str event, curante_node,
         const curante_reader*, curante_str json) {
        auto& it = *static_cast<EventStream*>(self);
        it.receive(it.host_.wrap(context), view(event), view(json));
      },
      this);
}

void EventStream::receive(const CallContext& context, std::string_view event,
                          std::string_view json) {
  if (is_internal(event)) return;
  const std::string practice = context.practice();
  std::string text = "event: ";
  text.append(event).append("\ndata: ").append(json).append("\n\n");
  const std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) {
    if (listener->practice != practice) continue;
    if (!listener->clinical && !concerns_everybody(event)) continue;
    listener->put(text);
  }
  changed_.notify_all();
}

void EventStream::Listener::put(const std::string& text) {
  if (ended) return;
  if (queue.size() >= max_queue || octets + text.size() > max_octets) {
    ended = true;
    queue = {};
    octets = 0;
    return;
  }
  queue.push_back(text);
  octets += text.size();
}

void EventStream::serve(const CallContext& context, Poco::Net::HTTPServerResponse& response) {
  const auto listener = std::make_shared<Listener>();
  listener->practice = context.practice();
  listener->clinical = context.may("chart.read");
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || listeners_.size() >= max_listeners) {
      throw Error("server-busy", "troppe finestre collegate", "chiudere quelle che non servono");
    }
    listeners_.push_back(listener);
  }
  secure_headers(response);
  response.setContentType("text/event-stream");
  response.set("Cache-Control", "no-store");
  response.setKeepAlive(false);
  std::ostream& out = response.send();
  out << "retry: 2000\n\n" << std::flush;
  std::unique_lock lock(mutex_);
  while (out.good() && !stopping_ && !listener->ended) {
    changed_.wait_for(lock, heartbeat,
                      [&] { return stopping_ || listener->ended || !listener->queue.empty(); });
    std::string text = ": \n\n";
    if (!listener->queue.empty()) text.clear();
    while (!listener->queue.empty()) {
      text += listener->queue.front();
      listener->queue.pop_front();
    }
    listener->octets = 0;
    lock.unlock();
    out << text << std::flush;
    lock.lock();
  }
  std::erase(listeners_, listener);
}

EventStream::Load EventStream::load() const {
  Load load;
  const std::lock_guard lock(mutex_);
  for (const auto& listener : listeners_) {
    load.events += listener->queue.size();
    load.octets += listener->octets;
  }
  return load;
}

void EventStream::stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

}  // namespace curante::web
