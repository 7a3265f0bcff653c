// SPDX-License-Identifier: Apache-2.0
#include "runtime/host.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

std::string_view path_name(uint32_t path) {
  constexpr std::string_view names[] = {"none", "direct", "marshalled"};
  return path < std::size(names) ? names[path] : "none";
}

}  // namespace

json::object Host::directory() const {
  json::array plugins, contracts;
  for (const auto& slot : slots_) {
    const PluginState state = slot->state;
    json::array provides, bindings;
    for (const ProvidedContract& provided : slot->provided) {
      provides.emplace_back(json::string(view(provided.service->contract)));
      json::object contract = provided.description;
      contract["provider"] = slot->id();
      contracts.push_back(std::move(contract));
    }
    for (const auto& binding : slot->bindings) {
      bindings.push_back(json::object{{"contract", binding->contract()},
                                      {"provider", binding->provider()},
                                      {"path", path_name(binding->path())},
                                      {"reason", binding->reason()}});
    }
    plugins.push_back(json::object{{"id", slot->id()},
                                   {"version", slot->launch.version},
                                   {"state", state_name(state)},
                                   {"problem", state == PluginState::failed ? slot->problem : ""},
                                   {"start_ms", slot->start_ms.load()},
                                   {"provides", std::move(provides)},
                                   {"bindings", std::move(bindings)},
                                   {"manifest", slot->launch.manifest}});
  }
  return json::object{{"plugins", std::move(plugins)},
                      {"contracts", std::move(contracts)},
                      {"refused", refused_}};
}

}  // namespace curante::kernel
