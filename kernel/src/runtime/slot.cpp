// SPDX-License-Identifier: Apache-2.0
#include "runtime/slot.hpp"

#include "runtime/extensions.hpp"
#include "runtime/host.hpp"

namespace curante::kernel {

std::string_view state_name(PluginState state) {
  constexpr std::string_view names[] = {"admitted", "created", "started", "ready",
                                        "stopped",  "failed",  "disabled"};
  return names[static_cast<size_t>(state)];
}

Slot::Slot(Host& its_host, PluginLaunch its_launch)
    : host(&its_host), launch(std::move(its_launch)), edge(host_edge(*this)), gate(launch.id) {
  background.user_name = launch.id;
  background.role = "plugin";
  background.practice = host->options().practice;
  background.may_all = true;
  background.trace = new_trace();
  set_provided({});
}

std::shared_ptr<const ProvidedContracts> Slot::provided() const {
  const std::lock_guard lock(mutex_);
  return provided_;
}

void Slot::set_provided(ProvidedContracts all) {
  const std::lock_guard lock(mutex_);
  provided_ = std::make_shared<const ProvidedContracts>(std::move(all));
}

const ProvidedContract* Slot::find(const ProvidedContracts& all, std::string_view contract) {
  for (const ProvidedContract& it : all) {
    if (it.contract == contract) return &it;
  }
  return nullptr;
}

}  // namespace curante::kernel
