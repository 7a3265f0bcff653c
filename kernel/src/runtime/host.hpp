// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

#include "runtime/log.hpp"
#include "runtime/slot.hpp"

namespace curante::kernel {

/// The running host: plugins, their bindings, the bus. Knows how to call, not what is called.
///
/// Life: construct, `launch` once, any number of calls from any thread, `stop`, destroy.
class Host {
 public:
  struct Options {
    std::string practice = "1";      ///< first key of every practice's own table
    bool force_marshalled = false;   ///< no direct path at all, e.g. to try the other one
  };

  Host(Log& log, Options options);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  /// Creates, starts and readies the plan's plugins. A plugin that fails, fails alone: what requires
  /// it is reported with it, the rest runs. Main thread.
  void launch(LaunchPlan plan);
  /// Leaf to root; afterwards no plugin code runs. Main thread; harmless to repeat.
  void stop();

  /// The plugin that `disable`, `enable` and `replace` may change. Throws Error{"plugin-unknown",
  /// "plugin-is-entry"}. Main thread.
  Slot& changeable(std::string_view id) const;
  /// Stops one plugin while the rest runs on: callers learn that it is not there. Nothing of it is
  /// under way when this returns. Throws Error{"plugin-unknown", "plugin-is-entry",
  /// "plugin-changing"} and has changed nothing then. Main thread, as the next two.
  void disable(std::string_view id);
  /// Starts what was disabled or failed anew. Throws what starting it throws, and Error{
  /// "plugin-runs"}.
  void enable(std::string_view id);
  /// Puts another library's plugin into the slot of `id`, taken with its bindings from a plan of the
  /// whole region. Callers wait meanwhile. When the new one does not start, the old one runs again
  /// and this throws why.
  void replace(std::string_view id, LaunchPlan plan);

  /// Calls a public contract call by name with a JSON text, on behalf of `context`: checks that it is
  /// public and that the user may, then tells the bus what was done (`call-made/1`).
  /// `through` is the plugin or tool by which the user came in. Any thread. Throws Error.
  std::string call(std::string_view through, const curante_context& context,
                   std::string_view contract, std::string_view call, std::string_view request);
  /// The same for calls no user may reach: the host's own tools. Throws Error.
  boost::json::value call_internal(std::string_view through, const curante_context& context,
                                   Slot& provider, std::string_view contract,
                                   std::string_view call, const boost::json::value& request);

  /// Running providers of a contract: the chosen one, then in launch order. Any thread after launch.
  std::vector<Slot*> providers(std::string_view contract) const;
  /// Plugins with state and bindings, contracts with descriptions. Any thread after launch.
  boost::json::object directory() const;

  const std::vector<std::unique_ptr<Slot>>& slots() const { return slots_; }
  Bus& bus() { return bus_; }
  Log& log() { return log_; }
  const Options& options() const { return options_; }

 private:
  friend struct Extensions;

  Slot* find(std::string_view id) const;
  void plan_bindings(Slot& consumer);
  /// One step of a plugin's life. Throws Error.
  template <class Step>
  void step(Slot& slot, PluginState reached, Step&& step);
  void create(Slot& slot);
  void start(Slot& slot);
  void ready(Slot& slot);
  void fail(Slot& slot, const Error& why);
  std::string missing_requirement(const Slot& slot) const;
  /// Leads to the planned provider, or cuts the way when that does not run.
  void connect(Binding& binding) const;
  void connect_consumers_of(const Slot& provider) const;
  void cut_consumers_of(const Slot& provider, const std::string& reason) const;
  void retire(Slot& slot);
  void revive(Slot& slot);

  Log& log_;
  Options options_;
  Bus bus_;
  std::vector<std::unique_ptr<Slot>> slots_;
  mutable std::shared_mutex mutex_;  ///< what a slot holds, between its changes and the directory
  std::vector<BindingLaunch> planned_bindings_;
  std::map<std::string, std::string, std::less<>> chosen_;
  boost::json::array refused_;
  bool stopped_ = false;
};

}  // namespace curante::kernel
