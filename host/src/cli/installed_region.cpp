// SPDX-License-Identifier: Apache-2.0
#include "cli/installed_region.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

#include "curante/error.hpp"
#include "data/handed_data.hpp"
#include "operation/plugin_facts.hpp"

namespace curante::kernel {

Assembly InstalledRegion::read() const {
  return assemble(installation, region, profile, site, left_out, isolated);
}

LaunchPlan InstalledRegion::plan(Assembly& assembly, isolation::Isolation& isolation) const {
  LaunchPlan plan = plan_of(assembly, settings, isolation);
  for (PluginLaunch& launch : plan.plugins) {
    for (const auto& [name, value] : of_the_house) launch.settings.try_emplace(name, value);
  }
  const auto data = of_the_house.find("data");
  const DataFolders folders{installation.data,
                            data == of_the_house.end() ? "" : data->second + "/packages"};
  for (const Candidate& candidate : assembly.candidates) {
    for (PluginLaunch& launch : plan.plugins) {
      if (!candidate.image || launch.id != candidate.image->manifest.id) continue;
      hand_data(candidate.image->manifest, folders, assembly.trust, launch.settings);
    }
  }
  return plan;
}

namespace {

bool mentions(const std::string& text, const std::string& word) {
  std::istringstream in(text);
  return std::find(std::istream_iterator<std::string>(in), {}, word) !=
         std::istream_iterator<std::string>();
}

bool is_bound_to(const hosting::Plugin& consumer, const std::string& provider) {
  return std::any_of(consumer.bindings.begin(), consumer.bindings.end(),
                     [&](const hosting::Binding& it) { return it.provider == provider; });
}

/// The contracts of `provider` that the plugin cannot go on without.
std::set<std::string> required_of(const hosting::Plugin& consumer, const std::string& provider) {
  std::set<std::string> contracts;
  for (const hosting::Binding& it : consumer.bindings)
    if (it.provider == provider && !it.optional) contracts.insert(it.contract);
  return contracts;
}

/// Whether another's refusal comes of the new `plugin`, or of what that one is bound to.
bool concerns(const Refusal& it, const hosting::Plugin& refused, const std::string& plugin,
              const hosting::PluginList& now) {
  const hosting::Plugin* old = find_plugin(now, plugin);
  if (old != nullptr && is_bound_to(*old, it.plugin)) return true;
  return mentions(it.found_where, plugin) ||
         required_of(refused, plugin).contains(it.needs.substr(0, it.needs.find(' ')));
}

/// Of one that cannot be read now nobody knows whether the new `plugin` suits it, but by what it is
/// bound to: what it needs of the old one and the new one does not provide.
Refusals left_without(const Assembly& next, const std::string& plugin,
                      const hosting::PluginList& now) {
  Refusals out;
  for (const Candidate& it : next.candidates) {
    if (!it.image || it.image->manifest.id != plugin) continue;
    for (const hosting::Plugin& other : now.plugins) {
      for (const std::string& contract : required_of(other, plugin)) {
        if (it.image->manifest.provides.find(contract) != nullptr) continue;
        out.push_back({other.id, other.version, "contract-missing", contract,
                       "(it is bound to it now)", plugin + " does not provide it", "",
                       "install a " + plugin + " that provides it, or disable " + other.id});
      }
    }
  }
  return out;
}

}  // namespace

Refusals check_replacement(const Assembly& next, const std::string& plugin,
                           const hosting::PluginList& now) {
  std::string all;
  Refusals of_others;
  for (const Problem& it : next.problems) all += "\n" + it.text();
  for (const Refusal& it : next.resolution.refusals) {
    const hosting::Plugin* refused = find_plugin(now, it.plugin);
    if (it.plugin == plugin || (refused != nullptr && concerns(it, *refused, plugin, now))) {
      all += "\n" + to_text(it);
    } else if (refused != nullptr) {
      of_others.push_back(it);
    }
  }
  if (all.empty()) {
    for (const Refusal& it : left_without(next, plugin, now)) all += "\n" + to_text(it);
  }
  if (all.empty()) return of_others;
  if (all.back() == '\n') all.pop_back();
  throw Error("plugin-not-admitted", "what is installed cannot take the place of " + plugin + all,
              "the one that runs goes on; install a plugin that fits and ask again");
}

}  // namespace curante::kernel
