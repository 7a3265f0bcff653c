// SPDX-License-Identifier: Apache-2.0
#include "provider_set.hpp"

#include <algorithm>
#include <iostream>

#include "cli/candidates.hpp"
#include "linked_plugin.hpp"
#include "trust/trust_files.hpp"

namespace curante::conformance {

namespace fs = std::filesystem;
using kernel::Assembly;
using kernel::Candidate;
using kernel::Installation;
using kernel::LaunchPlan;

namespace {

bool provides(const Candidate& candidate, const std::string& contract) {
  return candidate.image && candidate.image->manifest.provides.find(contract) != nullptr;
}

/// The guest takes the place of whoever provides the same, plural contracts apart.
void seat(Assembly& assembly, const Installation& installation, const Guest& guest) {
  const fs::path library = fs::absolute(guest.library);
  kernel::TrustPolicy policy = trust_of(installation, assembly.region, assembly.problems);
  // Development keys are as good as any for a trial; a mock is tried among the mocks.
  if (!assembly.region.mocks) policy.profile = "dev";
  if (!guest.trust.empty()) {
    add_trust(policy.store, kernel::read_trust({guest.trust}, assembly.problems));
  }
  Candidate candidate =
      kernel::read_candidate({library.stem().string(), "", "", library.parent_path().string(), 0},
                             library.parent_path().string(), policy);
  if (candidate.image) {
    for (const auto& it : candidate.image->manifest.provides.entries) {
      if (it.value.plural) continue;
      std::erase_if(assembly.candidates,
                    [&](const Candidate& other) { return provides(other, it.name); });
    }
  }
  assembly.candidates.push_back(std::move(candidate));
  assembly.resolution = resolve(assembly.candidates, assembly.region);
}

}  // namespace

LaunchPlan plan_of_set(const std::string& set, const Guest& guest,
                       const std::vector<std::string>& settings, const fs::path& data,
                       bool isolated) {
  const Installation installation = Installation::here();
  Assembly assembly = kernel::assemble(installation, "lazio", set == "mocks" ? "qa" : "demo", "", {},
                                       {.all = isolated, .plugins = {}});
  if (!guest.library.empty()) seat(assembly, installation, guest);
  if (!assembly.sound() || !assembly.resolution.refusals.empty()) {
    throw Error("conformance-set", "the plugins do not fit together:\n" + table_of(assembly), "");
  }
  // For the program's life: bodies of the plan refer to it.
  static auto& isolation = *new isolation::Isolation;
  isolation.options.runner = installation.runner;
  // What the rooms are asked to import lies outside of their folders.
  isolation.options.confinement.sandbox = false;
  isolation.folders = (data / "isolated").string();
  LaunchPlan plan = plan_of(assembly, settings, isolation);
  for (kernel::PluginLaunch& launch : plan.plugins) {
    launch.settings.try_emplace("data", data.string());
    // One that cannot be isolated is beside those that are, and not what is tried.
    if (isolated && launch.folder.empty()) continue;
    for (const Candidate& candidate : assembly.candidates) {
      if (!candidate.image || candidate.image->manifest.id != launch.id) continue;
      for (const auto& it : candidate.image->manifest.provides.entries) {
        if (speaks(it.name)) Driver::targets.push_back({it.name, launch.id});
      }
    }
  }
  return plan;
}

namespace {

bool is_isolated(const LaunchPlan& plan, const std::string& id) {
  return std::any_of(plan.plugins.begin(), plan.plugins.end(), [&](const auto& launch) {
    return launch.id == id && !launch.folder.empty();
  });
}

}  // namespace

void add_driver(LaunchPlan& plan) {
  std::erase_if(plan.bindings, [&](const kernel::BindingLaunch& it) {
    return std::any_of(plan.plugins.begin(), plan.plugins.end(), [&](const auto& launch) {
      return launch.id == it.consumer && launch.entry;
    });
  });
  std::erase_if(plan.plugins, [](const auto& launch) { return launch.entry; });
  kernel::PluginLaunch launch = kernel::linked<Driver>(Driver::id);
  launch.entry = true;  // so that it may speak for users
  plan.plugins.push_back(std::move(launch));
  for (const Target& it : Driver::targets) {
    plan.bindings.push_back({std::string(Driver::id),
                             it.contract,
                             {it.provider},
                             false,
                             is_isolated(plan, it.provider) ? CURANTE_PATH_ISOLATED
                                                            : CURANTE_PATH_DIRECT,
                             "the suite asks for it"});
  }
}

}  // namespace curante::conformance
