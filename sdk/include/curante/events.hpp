// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "curante/fault.hpp"
#include "curante/host.hpp"

namespace curante {

/// Tells everybody who subscribed. `Event` is a described struct with
/// `static constexpr std::string_view id = "recipe-changed/1"`. Returns when all have been told.
template <class Event>
void publish(const Host& host, const CallContext& context, const Event& event) {
  const auto write = [](void* self, const curante_writer* vtable, void* out_self) {
    encode(Sink{vtable, out_self}, *static_cast<const Event*>(self));
  };
  host.bus()->publish(host.edge()->self, context.handle(), str(Event::id), write,
                      const_cast<Event*>(&event));
}

/// A subscription; keep it for the plugin's life. Make it in `start` [main]. `receive` runs on the
/// publisher's thread: be quick, lock your own data. What it throws is dropped.
template <class Event>
class Subscription {
 public:
  using Receive = std::function<void(const CallContext&, const Event&)>;

  Subscription(const Host& host, Receive receive)
      : state_(std::make_unique<State>(State{host, std::move(receive)})) {
    host.bus()->subscribe(host.edge()->self, str(Event::id), &Subscription::deliver, state_.get());
  }

 private:
  struct State {
    Host host;
    Receive receive;
  };

  static void deliver(void* self, const curante_context* context, curante_str, curante_node node,
                      const curante_reader* vtable, curante_str) {
    auto& state = *static_cast<State*>(self);
    try {
      Event event{};
      decode(Source{vtable, node}, event);
      state.receive(state.host.wrap(context), event);
    } catch (const std::exception& e) {
      state.host.warning("event " + std::string(Event::id) + " was not handled: " +
                         fault_of(e));
    }
  }

  std::unique_ptr<State> state_;
};

}  // namespace curante
