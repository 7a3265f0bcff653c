// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
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

  /// Calls a public contract call by name with a JSON text, on behalf of `context`: checks that it is
  /// public and that the user may, then tells the bus what was done (`call-made/1`).
  /// `through` is the plugin or tool by which the user came in. Any thread. Throws Error.
  std::string call(std::string_view through, const curante_context& context,
                   std::string_view contract, std::string_view call, std::string_view request);
  /// The same for calls no user may reach: the host's own tools. Throws Error.
  boost::json::value call_internal(std::string_view through, const curante_context& context,
                                   const Slot& provider, std::string_view contract,
                                   std::string_view call, const boost::json::value& request);

  /// Running providers of a contract, in launch order. Any thread after launch.
  std::vector<const Slot*> providers(std::string_view contract) const;
  /// Plugins with state and bindings, contracts with descriptions. Any thread after launch.
  boost::json::object directory() const;

  const std::vector<std::unique_ptr<Slot>>& slots() const { return slots_; }
  Bus& bus() { return bus_; }
  Log& log() { return log_; }
  const Options& options() const { return options_; }

 private:
  friend struct Extensions;

  Slot* find(std::string_view id) const;
  void make_bindings(const LaunchPlan& plan);
  /// One step of a plugin's life; when it fails, the plugin fails alone.
  template <class Step>
  void step(Slot& slot, PluginState reached, Step&& step);
  void create(Slot& slot);
  static void describe_services(Slot& slot);
  void start(Slot& slot);
  void ready(Slot& slot);
  void fail(Slot& slot, const std::string& problem);
  std::string missing_requirement(const Slot& slot) const;
  void connect(Slot& consumer);

  Log& log_;
  Options options_;
  Bus bus_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<BindingLaunch> planned_bindings_;
  boost::json::array refused_;
  bool stopped_ = false;
};

}  // namespace curante::kernel
