// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "runtime/binding.hpp"
#include "runtime/bus.hpp"
#include "runtime/context.hpp"
#include "runtime/launch_plan.hpp"

namespace curante::kernel {

class Host;

enum class PluginState { admitted, created, started, ready, stopped, failed };
std::string_view state_name(PluginState state);

/// A contract that a running plugin provides, with the description its provider gave.
struct ProvidedContract {
  const curante_service* service = nullptr;
  boost::json::object description;
};

/// One plugin in the running host: its instance, its state, and the edge it sees the host through.
/// Changed on the main thread alone; other threads read `state` and what it covers.
struct Slot {
  Host* host = nullptr;
  PluginLaunch launch;
  std::atomic<PluginState> state = PluginState::admitted;
  std::string problem;               ///< why it failed: there before `state` says so, and to stay
  std::atomic<double> start_ms = 0;  ///< what create, start and ready took
  const curante_plugin* entry = nullptr;
  void* instance = nullptr;
  curante_host edge{};
  curante_context background;
  std::vector<ProvidedContract> provided;
  std::vector<std::unique_ptr<Binding>> bindings;
  std::vector<Bus::Handle> subscriptions;

  const std::string& id() const { return launch.id; }
  bool running() const {
    const PluginState now = state;
    return now == PluginState::started || now == PluginState::ready;
  }
};

}  // namespace curante::kernel
