// SPDX-License-Identifier: Apache-2.0
// One plugin changes while the rest of the host runs on.
#include <algorithm>

#include "runtime/host.hpp"

namespace curante::kernel {

namespace {

/// How long calls under way may take to end before a change is given up.
constexpr std::chrono::seconds longest_call{10};

/// Holds a slot's gate: inside, nobody calls the plugin.
class Stillness {
 public:
  explicit Stillness(Slot& slot) : slot_(slot) {
    slot_.gate.hold();
    if (slot_.gate.drain(longest_call)) return;
    slot_.gate.release();
    throw Error("plugin-changing", "calls of " + slot_.id() + " do not come to an end",
                "try again when there is less to do");
  }
  ~Stillness() { slot_.gate.release(); }
  Stillness(const Stillness&) = delete;
  Stillness& operator=(const Stillness&) = delete;

 private:
  Slot& slot_;
};

/// Up as long as it lives.
struct Flag {
  explicit Flag(std::atomic<bool>& it) : flag(it) { flag = true; }
  ~Flag() { flag = false; }
  std::atomic<bool>& flag;
};

}  // namespace

Slot& Host::changeable(std::string_view id) const {
  Slot* slot = find(id);
  if (slot == nullptr) {
    throw Error("plugin-unknown", "there is no plugin " + std::string(id),
                "curante plugins lists those there are");
  }
  if (slot->fixed()) {
    throw Error("plugin-is-entry", slot->id() + " is how users and operators come in",
                "stop the host, change it, and start again");
  }
  return *slot;
}

void Host::retire(Slot& slot) {
  const CallFrame frame("host", slot.id());
  if (slot.running()) slot.body->stop();
  slot.state = PluginState::admitted;
  slot.subscriptions.clear();
  if (slot.body) slot.body->destroy();
  const std::unique_lock lock(mutex_);
  slot.body.reset();
  slot.problem.clear();
}

void Host::revive(Slot& slot) {
  create(slot);
  for (const auto& binding : slot.bindings) connect(*binding);
  start(slot);
  ready(slot);
  connect_consumers_of(slot);
}

void Host::disable(std::string_view id) {
  Slot& slot = changeable(id);
  if (slot.state == PluginState::disabled) return;
  const Stillness still(slot);
  cut_consumers_of(slot, slot.id() + " is disabled");
  retire(slot);
  slot.set_provided({});
  slot.state = PluginState::disabled;
  log_.line(CURANTE_LOG_INFO, slot.id(), "is disabled");
}

void Host::enable(std::string_view id) {
  Slot& slot = changeable(id);
  if (slot.running()) {
    throw Error("plugin-runs", slot.id() + " runs already", "disable it first to start it anew");
  }
  const Stillness still(slot);
  retire(slot);
  try {
    revive(slot);
  } catch (const Error& e) {
    fail(slot, e);
    throw;
  }
  log_.line(CURANTE_LOG_INFO, slot.id(), "is enabled");
}

void Host::replace(std::string_view id, LaunchPlan plan) {
  Slot& slot = changeable(id);
  const auto next = std::find_if(plan.plugins.begin(), plan.plugins.end(),
                                 [&](const PluginLaunch& it) { return it.id == slot.id(); });
  if (next == plan.plugins.end()) {
    throw Error("plugin-unknown", "the region does not admit the new " + slot.id(),
                "curante regions check says why");
  }
  const Stillness still(slot);
  const Flag changing(slot.changing);
  const PluginLaunch before = slot.launch;
  const auto bindings_before = planned_bindings_;
  const auto settle = [&](PluginLaunch launch, std::vector<BindingLaunch> bindings) {
    retire(slot);
    {
      const std::unique_lock lock(mutex_);
      slot.launch = std::move(launch);
      planned_bindings_ = std::move(bindings);
      // The old instance is gone, and with it who could still look at its ways.
      slot.bindings.clear();
    }
    for (const auto& other : slots_)
      for (const auto& binding : other->bindings) binding->replan(planned_bindings_);
    revive(slot);
  };
  try {
    settle(std::move(*next), std::move(plan.bindings));
  } catch (const Error& e) {
    log_.line(CURANTE_LOG_ERROR, slot.id(), "the new one does not run: " + e.message());
    try {
      settle(before, bindings_before);
    } catch (const Error& again) {
      fail(slot, again);
    }
    throw;
  }
  log_.line(CURANTE_LOG_INFO, slot.id(), "is now " + slot.launch.version);
}

}  // namespace curante::kernel
