// SPDX-License-Identifier: Apache-2.0
#include "operation/hosting_service.hpp"

#include <chrono>

#include "operation/host_metrics.hpp"
#include "operation/plugin_facts.hpp"
#include "operation/plugin_figures.hpp"
#include "runtime/context.hpp"
#include "runtime/tree.hpp"
#include "trust/trust_store.hpp"

namespace curante::kernel {

using namespace hosting;

namespace {

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const std::string& it : all) out += (out.empty() ? "" : ", ") + it;
  return out;
}

/// Nothing, if there is no such plugin: the host says so better.
Plugin facts_of(const PluginList& list, const std::string& id) {
  const Plugin* found = find_plugin(list, id);
  return found == nullptr ? Plugin{} : *found;
}

/// The change would wait for this very call to end.
void check_outside(const std::string& plugin) {
  if (!CallFrame::inside(plugin)) return;
  throw Error("plugin-in-call", plugin + " takes part in the call that asks to change it",
              "ask by another way, for example with `curante plugins`");
}

/// A stranger that does not tell its figures soon is no reason to wait, and none to spare it. The
/// house's own is not hurried: a deadline that passes ends its process, whatever else that is at.
curante_context asks_for_figures(curante_context context, const Plugin& provider) {
  constexpr std::chrono::nanoseconds longest = std::chrono::seconds(2);
  if (provider.issuer_kind != kind_name(IssuerKind::third_party)) return context;
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  const int64_t until = std::chrono::nanoseconds(now + longest).count();
  if (context.deadline_ns == 0 || context.deadline_ns > until) context.deadline_ns = until;
  return context;
}

}  // namespace

PluginList HostingService::list() const {
  return plugin_facts(host_.directory());
}

Change HostingService::change(const std::string& plugin, std::function<void()> task) {
  const Plugin before = facts_of(list(), plugin);
  if (!before.fixed) check_outside(plugin);
  main_.perform(std::move(task));
  const Plugin now = facts_of(list(), plugin);
  return {plugin, before.state, before.version, now.state, now.version, now.needed_by};
}

PluginList HostingService::on(const CallContext&, const ListPlugins&) {
  return list();
}

Change HostingService::on(const CallContext&, const DisablePlugin& call) {
  const Plugin it = facts_of(list(), call.plugin);
  if (!call.confirmed && !it.fixed && !it.needed_by.empty()) {
    throw Error(
        "plugin-needed", joined(it.needed_by) + " cannot do without " + call.plugin,
        "confirm that they may stand still: `curante plugins disable " + call.plugin + " --yes`");
  }
  return change(call.plugin, [&] { host_.disable(call.plugin); });
}

Change HostingService::on(const CallContext&, const EnablePlugin& call) {
  return change(call.plugin, [&] { host_.enable(call.plugin); });
}

Change HostingService::on(const CallContext&, const ReplacePlugin& call) {
  // What is wrong with the question is told before what is wrong with the answer.
  main_.perform([&] { host_.changeable(call.plugin); });
  // Reading and verifying takes long, so it does not keep the main thread.
  LaunchPlan plan = installed_(call.plugin);
  return change(call.plugin, [&] { host_.replace(call.plugin, std::move(plan)); });
}

MetricsText HostingService::on(const CallContext& context, const Metrics&) {
  const PluginList plugins = list();
  std::map<std::string, metrics::FigureList> counted;
  PrometheusText text;
  write_host_metrics(text, plugins, figures_);
  text.family("curante_plugin_figures_read", "gauge",
              "Whether a plugin that counts told its figures.");
  for (Slot* slot : host_.providers(metrics::Contract::id)) {
    try {
      const curante_context asking =
          asks_for_figures(*context.handle(), facts_of(plugins, slot->id()));
      counted[slot->id()] = from_tree<metrics::FigureList>(
          host_.call_internal("curante", asking, *slot, metrics::Contract::id, "Read",
                              boost::json::object{}));
      text.sample({{"plugin", slot->id()}}, 1);
    } catch (const Error&) {
      // The others' figures are told all the same.
      text.sample({{"plugin", slot->id()}}, 0);
    }
  }
  write_figures(text, counted);
  return {text.text()};
}

}  // namespace curante::kernel
