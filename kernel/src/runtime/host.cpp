// SPDX-License-Identifier: Apache-2.0
#include "runtime/host.hpp"

#include <chrono>
#include <ranges>

#include "runtime/loaded_body.hpp"
#include "text/foreign_text.hpp"

namespace curante::kernel {

namespace json = boost::json;

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
  chosen_.insert(plan.chosen.begin(), plan.chosen.end());
  for (PluginLaunch& launch : plan.plugins)
    slots_.push_back(std::make_unique<Slot>(*this, std::move(launch)));
  const auto attempt = [this](Slot& slot, void (Host::*step)(Slot&)) {
    try {
      timed(slot, [&] { (this->*step)(slot); });
    } catch (const Error& e) {
      fail(slot, e);
    }
  };
  for (const auto& slot : slots_) attempt(*slot, &Host::create);
  for (const auto& slot : slots_)
    for (const auto& binding : slot->bindings) connect(*binding);
  for (const auto& slot : slots_)
    if (slot->state == PluginState::created) attempt(*slot, &Host::start);
  for (const auto& slot : slots_ | std::views::reverse)
    if (slot->state == PluginState::started) attempt(*slot, &Host::ready);
}

Slot* Host::find(std::string_view id) const {
  for (const auto& slot : slots_) {
    if (slot->id() == id) return slot.get();
  }
  return nullptr;
}

template <class Step>
void Host::step(Slot& slot, PluginState reached, Step&& step) {
  const CallFrame frame("host", slot.id());
  step();
  slot.state = reached;
}

void Host::plan_bindings(Slot& consumer) {
  const std::unique_lock lock(mutex_);
  for (const BindingLaunch& planned : planned_bindings_) {
    if (planned.consumer != consumer.id()) continue;
    auto providers = planned.providers;
    if (providers.empty()) providers.emplace_back();
    for (std::string& provider : providers)
      consumer.bindings.push_back(std::make_unique<Binding>(planned, std::move(provider), consumer.launch.folder));
  }
}

void Host::create(Slot& slot) {
  // Bindings exist before the plugin's constructor asks for them; they are connected once all
  // plugins are created, since a provider's services are known only then.
  if (slot.bindings.empty()) plan_bindings(slot);
  step(slot, PluginState::created, [&] {
    auto body = make_body(slot.launch, slot);
    {
      const std::unique_lock lock(mutex_);
      slot.body = std::move(body);
    }
    slot.body->create(slot.edge);
    ProvidedContracts provided;
    for (const curante_service* service : slot.body->services()) {
      TreeBuilder description;
      service->describe(service->self, TreeBuilder::writer(), &description);
      json::value tree = description.take();
      provided.push_back({std::string(view(service->contract)), service,
                          tree.is_object() ? tree.get_object() : json::object{}});
    }
    slot.set_provided(std::move(provided));
  });
}

void Host::connect(Binding& binding) const {
  const BindingLaunch& plan = binding.plan();
  const std::string& provider_id = binding.provider();
  if (provider_id.empty()) return binding.cut("nobody provides it");
  Slot* provider = find(provider_id);
  const auto all = provider == nullptr ? nullptr : provider->provided();
  const ProvidedContract* found = all == nullptr ? nullptr : Slot::find(*all, plan.contract);
  if (found == nullptr) return binding.cut(provider_id + " does not run");
  uint32_t path = plan.path;
  std::string reason = plan.reason;
  if (path == CURANTE_PATH_DIRECT && options_.force_marshalled) {
    path = CURANTE_PATH_MARSHALLED;
    reason = "marshalling is forced by a setting";
  }
  if (path == CURANTE_PATH_DIRECT &&
      (found->service->direct == nullptr || found->service->layout_hash == 0)) {
    path = CURANTE_PATH_MARSHALLED;
    reason = provider_id + " offers no direct path";
  }
  binding.connect(found->service, provider->gate, path, std::move(reason));
}

std::string Host::missing_requirement(const Slot& slot) const {
  for (const auto& binding : slot.bindings) {
    const BindingLaunch& plan = binding->plan();
    if (plan.optional || binding->provider().empty()) continue;
    const Slot* provider = find(binding->provider());
    if (provider == nullptr || !provider->running()) {
      return "needs " + plan.contract + " of " + binding->provider() + ", which does not run";
    }
  }
  return {};
}

void Host::start(Slot& slot) {
  const std::string missing = missing_requirement(slot);
  if (!missing.empty()) throw Error("requirement-missing", missing);
  step(slot, PluginState::started, [&] { slot.body->start(); });
}

void Host::ready(Slot& slot) {
  step(slot, PluginState::ready, [&] { slot.body->ready(); });
}

void Host::fail(Slot& slot, const Error& why) {
  const bool was_running = slot.running();
  {
    const std::unique_lock lock(mutex_);
    slot.problem = printable_text(
        why.message() + (why.remedy().empty() ? "" : " (" + why.remedy() + ")"));
    slot.state = PluginState::failed;
  }
  // Nobody may be led to them from now on; those of an instance that is gone are gone, too.
  slot.set_provided({});
  log_.line(CURANTE_LOG_ERROR, slot.id(),
            "does not run: " + slot.problem + " [" + why.code() + "]");
  cut_consumers_of(slot, slot.id() + " failed: " + slot.problem);
  if (was_running) slot.body->stop();
}

void Host::connect_consumers_of(const Slot& provider) const {
  for (const auto& other : slots_) {
    for (const auto& binding : other->bindings)
      if (binding->provider() == provider.id()) connect(*binding);
  }
}

void Host::cut_consumers_of(const Slot& provider, const std::string& reason) const {
  for (const auto& other : slots_) {
    for (const auto& binding : other->bindings)
      if (binding->provider() == provider.id()) binding->cut(reason);
  }
}

void Host::stop() {
  if (stopped_) return;
  stopped_ = true;
  for (const auto& slot : slots_ | std::views::reverse) {
    if (!slot->running()) continue;
    const CallFrame frame("host", slot->id());
    slot->body->stop();
    slot->subscriptions.clear();
    slot->state = PluginState::stopped;
  }
  for (const auto& slot : slots_ | std::views::reverse) {
    slot->subscriptions.clear();
    if (!slot->body) continue;
    const CallFrame frame("host", slot->id());
    slot->body->destroy();
    slot->body.reset();
  }
}

std::vector<Slot*> Host::providers(std::string_view contract) const {
  std::vector<Slot*> found;
  for (const auto& slot : slots_) {
    if ((slot->running() || slot->changing) && Slot::find(*slot->provided(), contract) != nullptr) {
      const auto chosen = chosen_.find(contract);
      const bool first = chosen != chosen_.end() && chosen->second == slot->id();
      found.insert(first ? found.begin() : found.end(), slot.get());
    }
  }
  return found;
}

}  // namespace curante::kernel
