// SPDX-License-Identifier: Apache-2.0
#include "runtime/host.hpp"

namespace curante::kernel {

namespace json = boost::json;

json::object Host::directory() const {
  const std::shared_lock lock(mutex_);
  json::array plugins, contracts;
  for (const auto& slot : slots_) {
    const PluginState state = slot->state;
    json::array provides, bindings;
    const auto all = slot->provided();
    for (const ProvidedContract& provided : *all) {
      provides.emplace_back(provided.contract);
      json::object contract = provided.description;
      contract["provider"] = slot->id();
      contracts.push_back(std::move(contract));
    }
    for (const auto& binding : slot->bindings) {
      bindings.push_back(json::object{{"contract", binding->plan().contract},
                                      {"provider", binding->provider()},
                                      {"path", path_name(binding->path())},
                                      {"reason", binding->reason()},
                                      {"optional", binding->plan().optional}});
    }
    plugins.push_back(json::object{{"id", slot->id()},
                                   {"version", slot->launch.version},
                                   {"state", state_name(state)},
                                   {"problem", state == PluginState::failed ? slot->problem : ""},
                                   {"fixed", slot->fixed()},
                                   {"start_ms", slot->start_ms.load()},
                                   {"provides", std::move(provides)},
                                   {"bindings", std::move(bindings)},
                                   {"manifest", slot->launch.manifest},
                                   {"process", slot->body ? slot->body->facts() : json::object{}}});
  }
  return json::object{{"plugins", std::move(plugins)},
                      {"contracts", std::move(contracts)},
                      {"refused", refused_}};
}

}  // namespace curante::kernel
