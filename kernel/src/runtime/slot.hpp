// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "runtime/binding.hpp"
#include "runtime/body.hpp"
#include "runtime/bus.hpp"
#include "runtime/context.hpp"
#include "runtime/launch_plan.hpp"

namespace curante::kernel {

class Host;

enum class PluginState { admitted, created, started, ready, stopped, failed, disabled };
std::string_view state_name(PluginState state);

/// A contract that a running plugin provides, with the description its provider gave.
struct ProvidedContract {
  std::string contract;
  const curante_service* service = nullptr;  ///< lives behind the slot's gate alone
  boost::json::object description;
};
using ProvidedContracts = std::vector<ProvidedContract>;

/// One plugin in the running host: its body, its state, and the edge it sees the host through.
/// Changed on the main thread alone; other threads read `state` and what it covers.
struct Slot {
  Slot(Host& its_host, PluginLaunch its_launch);

  Host* const host;
  PluginLaunch launch;
  std::atomic<PluginState> state = PluginState::admitted;
  std::string problem;               ///< why it failed: there before `state` says so, and to stay
  std::atomic<bool> changing = false;  ///< another instance comes soon: who calls may wait for it
  std::atomic<double> start_ms = 0;  ///< what create, start and ready took
  std::unique_ptr<Body> body;
  curante_host edge{};
  curante_context background;
  Gate gate;
  std::vector<std::unique_ptr<Binding>> bindings;
  std::vector<Bus::Handle> subscriptions;

  const std::string& id() const { return launch.id; }
  bool running() const {
    const PluginState now = state;
    return now == PluginState::started || now == PluginState::ready;
  }
  /// Part of this program or the way in: nothing changes it while the host runs.
  bool fixed() const { return launch.entry || launch.linked != nullptr; }
  /// What it provides; never null. Any thread.
  std::shared_ptr<const ProvidedContracts> provided() const;
  /// Null if it provides no such contract. Valid as long as the list it was found in.
  static const ProvidedContract* find(const ProvidedContracts& all, std::string_view contract);
  void set_provided(ProvidedContracts all);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const ProvidedContracts> provided_;
};

}  // namespace curante::kernel
