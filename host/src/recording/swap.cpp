// SPDX-License-Identifier: Apache-2.0
#include "recording/swap.hpp"

#include <algorithm>

#include "curante/error.hpp"
#include "recording/recording_body.hpp"
#include "recording/replay_body.hpp"
#include "runtime/host.hpp"
#include "runtime/loaded_body.hpp"

namespace curante::kernel {

namespace {

/// The id of what stands for a recording: "replay.chart" for chart/1.
std::string stand_in(const std::string& contract) {
  return "replay." + contract.substr(0, contract.find('/'));
}

Candidate candidate_of(const Recording& recording, const std::string& file) {
  PluginImage image;
  image.path = file;
  image.manifest.id = stand_in(recording.contract);
  image.manifest.version = "1.0.0";
  image.manifest.name = file;
  image.manifest.mock = true;
  auto& provided = image.manifest.provides.entries.emplace_back();
  provided.name = recording.contract;
  provided.value.minor = static_cast<int32_t>(recording.minor);
  return {{image.manifest.id, "", "", file, 1}, std::move(image), {}};
}

/// Not of one whose library cannot be read: nobody knows what it would provide.
bool may_be_provided(const std::string& contract, const std::vector<Candidate>& candidates) {
  return std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& it) {
    return !it.image || it.image->manifest.provides.find(contract) != nullptr;
  });
}

}  // namespace

RecordingSwap::RecordingSwap(Region& region, std::vector<Candidate>& candidates,
                             Problems& problems) {
  if (region.mocks) {
    recorded_ = region.record;
    for (const auto& [contract, file] : recorded_) {
      if (may_be_provided(contract, candidates)) continue;
      problems.push_back({"contract-missing", file, 0,
                          "nobody provides " + contract + ", which is to be recorded there",
                          "correct the contract under record, or add a plugin that provides it"});
    }
  } else if (!region.record.empty() || !region.replay.empty()) {
    problems.push_back({"recording-not-allowed", region.profile, 0,
                        "calls are recorded and replayed only where mocks may run",
                        "use profile qa, or remove the lines under record and replay"});
    return;
  }
  for (const auto& [contract, file] : region.replay) {
    try {
      Recording recording = Recording::read(file);
      if (recording.contract != contract) {
        throw Error("recording-unreadable", file + " is a recording of " + recording.contract,
                    "name it under that contract");
      }
      candidates.push_back(candidate_of(recording, file));
      region.choose[contract] = candidates.back().wanted.id;
      replays_.emplace(candidates.back().wanted.id, std::move(recording));
    } catch (const Error& e) {
      problems.push_back({e.code(), file, 0, e.message(), e.remedy()});
    }
  }
}

void RecordingSwap::apply(LaunchPlan& plan) const {
  for (PluginLaunch& launch : plan.plugins) {
    const auto replay = replays_.find(launch.id);
    if (replay != replays_.end()) {
      launch.make_body = [recording = replay->second](Slot&) {
        return std::make_unique<ReplayBody>(recording);
      };
    } else if (!recorded_.empty()) {
      launch.make_body = [inner = launch, files = recorded_](Slot& slot) {
        return std::make_unique<RecordingBody>(make_body(inner, slot), inner.id, files,
                                               slot.host->log());
      };
    }
  }
  for (BindingLaunch& binding : plan.bindings) {
    if (binding.path != CURANTE_PATH_DIRECT || !recorded_.contains(binding.contract)) continue;
    binding.path = CURANTE_PATH_MARSHALLED;
    binding.reason = "a recorder is in between";
  }
}

}  // namespace curante::kernel
