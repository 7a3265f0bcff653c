// SPDX-License-Identifier: Apache-2.0
#include "cli/installed_region.hpp"

#include "curante/error.hpp"
#include "data/handed_data.hpp"

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

void check_replacement(const Assembly& next, const std::string& plugin,
                       const std::set<std::string>& running) {
  std::string all;
  for (const Problem& it : next.problems) all += "\n" + it.text();
  for (const Refusal& it : next.resolution.refusals) {
    if (it.plugin == plugin || running.contains(it.plugin)) all += "\n" + to_text(it);
  }
  if (all.empty()) return;
  if (all.back() == '\n') all.pop_back();
  throw Error("plugin-not-admitted", "what is installed cannot take the place of " + plugin + all,
              "the one that runs goes on; install a plugin that fits and ask again");
}

}  // namespace curante::kernel
