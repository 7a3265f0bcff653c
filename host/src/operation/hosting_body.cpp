// SPDX-License-Identifier: Apache-2.0
#include "operation/hosting_body.hpp"

namespace curante::kernel {

void HostingBody::create(const curante_host& edge) {
  seen_.emplace(&edge);
  offered_ = provide<hosting::Contract>(*seen_, service_);
}

void HostingBody::start() {
  calls_.emplace(*seen_, [this](const CallContext&, const kernel_events::CallMade& call) {
    service_.figures().count(call.action, call.outcome, call.duration_us);
  });
}

PluginLaunch hosting_launch(Host& host, MainLoop& main, HostingService::Installed installed) {
  PluginLaunch launch;
  launch.id = HostingBody::id;
  launch.version = CURANTE_VERSION;
  launch.entry = true;  // by it operators come in
  launch.manifest = boost::json::object{{"name", "Programma Curante"}};
  launch.make_body = [&host, &main, installed = std::move(installed)](Slot&) {
    return std::make_unique<HostingBody>(host, main, installed);
  };
  return launch;
}

}  // namespace curante::kernel
