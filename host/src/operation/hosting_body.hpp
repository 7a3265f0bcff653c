// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "call_made.hpp"
#include "curante/events.hpp"
#include "curante/provide.hpp"
#include "operation/hosting_service.hpp"
#include "runtime/body.hpp"

namespace curante::kernel {

/// The plugin `curante.host`, a part of this program: provides hosting/1, counts calls from
/// outside.
class HostingBody : public Body {
 public:
  static constexpr const char* id = "curante.host";

  HostingBody(Host& host, MainLoop& main, HostingService::Installed installed)
      : service_(host, main, std::move(installed)) {}

  void create(const curante_host& edge) override;
  std::vector<const curante_service*> services() const override { return {offered_->edge()}; }
  void start() override;
  void ready() override {}
  void stop() override {}
  void destroy() override {}

 private:
  HostingService service_;
  std::unique_ptr<Service> offered_;
  std::optional<curante::Host> seen_;
  std::optional<Subscription<kernel_events::CallMade>> calls_;
};

/// The first plugin of a plan. `host` and `main` outlive the launch.
PluginLaunch hosting_launch(Host& host, MainLoop& main, HostingService::Installed installed);

}  // namespace curante::kernel
