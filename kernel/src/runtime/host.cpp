// SPDX-License-Identifier: Apache-2.0
#include "runtime/host.hpp"

#include <chrono>
#include <ranges>

#include "runtime/extensions.hpp"
#include "runtime/library.hpp"

namespace curante::kernel {

namespace json = boost::json;

std::string_view state_name(PluginState state) {
  constexpr std::string_view names[] = {"admitted", "created", "started",
                                        "ready",    "stopped", "failed"};
  return names[static_cast<size_t>(state)];
}

namespace {

/// Adds to the plugin what a step of its life took.
template <class Step>
void timed(Slot& slot, Step&& step) {
  const auto began = std::chrono::steady_clock::now();
  step();
  slot.start_ms +=
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

Host::Host(Log& log, Options options) : log_(log), options_(std::move(options)) {}
Host::~Host() {
  stop();
}

void Host::launch(LaunchPlan plan) {
  planned_bindings_ = std::move(plan.bindings);
  refused_ = std::move(plan.refused);
  for (PluginLaunch& launch : plan.plugins) {
    auto slot = std::make_unique<Slot>();
    slot->host = this;
    slot->background.user_name = launch.id;
    slot->background.role = "plugin";
    slot->background.practice = options_.practice;
    slot->background.may_all = true;
    slot->background.trace = new_trace();
    slot->launch = std::move(launch);
    slot->edge = host_edge(*slot);
    slots_.push_back(std::move(slot));
  }
  for (const auto& slot : slots_) timed(*slot, [&] { create(*slot); });
  for (const auto& slot : slots_) connect(*slot);
  for (const auto& slot : slots_) timed(*slot, [&] { start(*slot); });
  for (const auto& slot : slots_ | std::views::reverse) timed(*slot, [&] { ready(*slot); });
}

Slot* Host::find(std::string_view id) const {
  for (const auto& slot : slots_) {
    if (slot->id() == id) return slot.get();
  }
  return nullptr;
}

template <class Step>
void Host::step(Slot& slot, PluginState reached, Step&& step) {
  try {
    const CallFrame frame("host", slot.id());
    FailureCatcher failure;
    failure.check(step(failure.edge()));
    slot.state = reached;
  } catch (const Error& e) {
    fail(slot, e.message() + (e.remedy().empty() ? "" : " (" + e.remedy() + ")"));
  }
}

void Host::create(Slot& slot) {
  // Bindings exist before the plugin's constructor asks for them; they are connected once all
  // plugins are created, since a provider's services are known only then.
  for (const BindingLaunch& planned : planned_bindings_) {
    if (planned.consumer != slot.id()) continue;
    const size_t count = std::max<size_t>(planned.providers.size(), 1);
    for (size_t i = 0; i < count; ++i) {
      slot.bindings.push_back(std::make_unique<Binding>(slot.id(), planned.contract));
    }
  }
  step(slot, PluginState::created, [&](const curante_failure* failure) {
    slot.entry = slot.launch.linked;
    if (slot.entry == nullptr) slot.entry = load_library(slot.id(), slot.launch.library);
    check_entry(*slot.entry, slot.id());
    const int32_t status = slot.entry->create(&slot.edge, &slot.instance, failure);
    if (status == CURANTE_OK) describe_services(slot);
    return status;
  });
  slot.launch.library = {};
}

void Host::describe_services(Slot& slot) {
  const curante_service* const* list = nullptr;
  const size_t count = slot.entry->services(slot.instance, &list);
  for (size_t i = 0; i < count; ++i) {
    TreeBuilder description;
    list[i]->describe(list[i]->self, TreeBuilder::writer(), &description);
    json::value tree = description.take();
    slot.provided.push_back({list[i], tree.is_object() ? tree.get_object() : json::object{}});
  }
}

namespace {

const curante_service* service_of(const Slot& slot, std::string_view contract) {
  for (const ProvidedContract& provided : slot.provided) {
    if (view(provided.service->contract) == contract) return provided.service;
  }
  return nullptr;
}

}  // namespace

void Host::connect(Slot& consumer) {
  size_t next = 0;
  for (const BindingLaunch& planned : planned_bindings_) {
    if (planned.consumer != consumer.id()) continue;
    if (planned.providers.empty()) consumer.bindings[next++]->cut("nobody provides it");
    for (const std::string& provider_id : planned.providers) {
      Binding& binding = *consumer.bindings[next++];
      const Slot* provider = find(provider_id);
      const curante_service* service =
          provider == nullptr ? nullptr : service_of(*provider, planned.contract);
      if (service == nullptr) {
        binding.cut(provider_id + " does not run");
        continue;
      }
      uint32_t path = planned.path;
      std::string reason = planned.reason;
      if (path == CURANTE_PATH_DIRECT && options_.force_marshalled) {
        path = CURANTE_PATH_MARSHALLED;
        reason = "marshalling is forced by a setting";
      }
      if (path == CURANTE_PATH_DIRECT &&
          (service->direct == nullptr || service->layout_hash == 0)) {
        path = CURANTE_PATH_MARSHALLED;
        reason = provider_id + " offers no direct path";
      }
      binding.connect(service, provider_id, path, reason);
    }
  }
}

std::string Host::missing_requirement(const Slot& slot) const {
  for (const BindingLaunch& planned : planned_bindings_) {
    if (planned.consumer != slot.id() || planned.optional) continue;
    for (const std::string& provider_id : planned.providers) {
      const Slot* provider = find(provider_id);
      if (provider == nullptr || !provider->running()) {
        return "needs " + planned.contract + " of " + provider_id + ", which does not run";
      }
    }
  }
  return {};
}

void Host::start(Slot& slot) {
  if (slot.state != PluginState::created) return;
  const std::string missing = missing_requirement(slot);
  if (!missing.empty()) return fail(slot, missing);
  step(slot, PluginState::started,
       [&](const curante_failure* failure) { return slot.entry->start(slot.instance, failure); });
}

void Host::ready(Slot& slot) {
  if (slot.state != PluginState::started) return;
  step(slot, PluginState::ready,
       [&](const curante_failure* failure) { return slot.entry->ready(slot.instance, failure); });
}

void Host::fail(Slot& slot, const std::string& problem) {
  const bool was_running = slot.running();
  slot.problem = problem;
  slot.state = PluginState::failed;
  log_.line(CURANTE_LOG_ERROR, slot.id(), "does not run: " + problem);
  for (const auto& other : slots_) {
    for (const auto& binding : other->bindings) {
      if (binding->provider() == slot.id()) binding->cut(slot.id() + " failed: " + problem);
    }
  }
  if (was_running) slot.entry->stop(slot.instance);
}

void Host::stop() {
  if (stopped_) return;
  stopped_ = true;
  for (const auto& slot : slots_ | std::views::reverse) {
    if (!slot->running()) continue;
    const CallFrame frame("host", slot->id());
    slot->entry->stop(slot->instance);
    slot->subscriptions.clear();
    slot->state = PluginState::stopped;
  }
  for (const auto& slot : slots_ | std::views::reverse) {
    slot->subscriptions.clear();
    if (slot->instance == nullptr) continue;
    const CallFrame frame("host", slot->id());
    slot->entry->destroy(slot->instance);
    slot->instance = nullptr;
  }
}

std::vector<const Slot*> Host::providers(std::string_view contract) const {
  std::vector<const Slot*> found;
  for (const auto& slot : slots_) {
    if (slot->running() && service_of(*slot, contract) != nullptr) found.push_back(slot.get());
  }
  return found;
}

}  // namespace curante::kernel
