// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "curante/context.hpp"
#include "hosting.hpp"
#include "operation/call_figures.hpp"
#include "operation/main_loop.hpp"
#include "runtime/host.hpp"

namespace curante::kernel {

/// hosting/1: looks at the host on the caller's thread and changes it on the main one. Any thread.
class HostingService {
 public:
  /// Reads what is installed now: a plan of the whole region, in which a plugin takes the place of
  /// the one that runs. Throws Error{"plugin-not-admitted"}.
  using Installed = std::function<LaunchPlan(const std::string& plugin)>;

  HostingService(Host& host, MainLoop& main, Installed installed)
      : host_(host), main_(main), installed_(std::move(installed)) {}

  hosting::PluginList on(const CallContext& context, const hosting::ListPlugins& call);
  hosting::Change on(const CallContext& context, const hosting::DisablePlugin& call);
  hosting::Change on(const CallContext& context, const hosting::EnablePlugin& call);
  hosting::Change on(const CallContext& context, const hosting::ReplacePlugin& call);
  hosting::MetricsText on(const CallContext& context, const hosting::Metrics& call);

  CallFigures& figures() { return figures_; }

 private:
  hosting::Change change(const std::string& plugin, std::function<void()> task);
  hosting::PluginList list() const;

  Host& host_;
  MainLoop& main_;
  Installed installed_;
  CallFigures figures_;
};

}  // namespace curante::kernel
