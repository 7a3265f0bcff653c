// SPDX-License-Identifier: Apache-2.0
#include "path_choice.hpp"

#include <algorithm>
#include <filesystem>

#include "driver.hpp"
#include "recording/recording_body.hpp"
#include "recording/replay_body.hpp"
#include "runtime/host.hpp"
#include "runtime/loaded_body.hpp"

namespace curante::conformance {

using kernel::LaunchPlan;
using Options = kernel::Host::Options;

namespace {

std::string record_file(const std::string& records, std::string contract) {
  std::replace(contract.begin(), contract.end(), '/', '_');
  return records + "/" + contract + ".jsonl";
}

/// A recorder before each provider that the driver asks.
void record(LaunchPlan& plan, Options&, const std::string& records) {
  std::filesystem::create_directories(records);
  for (kernel::PluginLaunch& launch : plan.plugins) {
    std::map<std::string, std::string> files;
    for (const Target& it : Driver::targets) {
      if (it.provider != launch.id) continue;
      const std::string file = files[it.contract] = record_file(records, it.contract);
      // A recording only grows; this one is to hold this run alone.
      std::filesystem::remove(file);
      std::filesystem::remove(file + "." + it.provider);
    }
    if (files.empty()) continue;
    launch.make_body = [inner = launch, files](kernel::Slot& slot) {
      return std::make_unique<kernel::RecordingBody>(make_body(inner, slot), inner.id, files,
                                                     slot.host->log());
    };
  }
}

/// Recordings in the place of all providers: nothing else runs beside the driver.
void replay(LaunchPlan& plan, Options&, const std::string& records) {
  const kernel::PluginLaunch driver = plan.plugins.back();
  plan.plugins.clear();
  plan.bindings.clear();
  for (const Target& it : Driver::targets) {
    std::string file = record_file(records, it.contract);
    if (!std::filesystem::exists(file)) file += "." + it.provider;  // of a plural contract
    kernel::PluginLaunch launch;
    launch.id = "replay." + it.contract + "." + it.provider;
    launch.version = "1.0.0";
    launch.make_body = [recording = kernel::Recording::read(file)](kernel::Slot&) {
      return std::make_unique<kernel::ReplayBody>(recording);
    };
    plan.bindings.push_back({driver.id,
                             it.contract,
                             {launch.id},
                             false,
                             CURANTE_PATH_MARSHALLED,
                             "a recording answers"});
    plan.plugins.push_back(std::move(launch));
  }
  plan.plugins.push_back(driver);
}

}  // namespace

const std::vector<PathChoice>& path_choices() {
  static const std::vector<PathChoice> choices{
      {"direct", CURANTE_PATH_DIRECT, PathChoice::none,
       [](LaunchPlan&, Options&, const std::string&) {}},
      {"marshalled", CURANTE_PATH_MARSHALLED, PathChoice::none,
       [](LaunchPlan&, Options& options, const std::string&) { options.force_marshalled = true; }},
      {"isolated", CURANTE_PATH_ISOLATED, PathChoice::none,
       [](LaunchPlan&, Options&, const std::string&) {}, /*isolated=*/true},
      {"recorded", CURANTE_PATH_MARSHALLED, PathChoice::written, record},
      {"replayed", CURANTE_PATH_MARSHALLED, PathChoice::replayed, replay},
  };
  return choices;
}

}  // namespace curante::conformance
