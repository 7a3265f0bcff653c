// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "recording/recording.hpp"
#include "resolve/resolver.hpp"
#include "runtime/launch_plan.hpp"

namespace curante::kernel {

/// What a region's `record` and `replay` lines do to its plan: recorders before providers, and
/// recordings in the place of providers. Only where the profile allows mocks.
class RecordingSwap {
 public:
  /// Reads the recordings that the region wants replayed, adds a candidate for each and chooses it.
  /// What is wrong goes to `problems`: "recording-not-allowed", "recording-unreadable",
  /// "contract-missing".
  RecordingSwap(Region& region, std::vector<Candidate>& candidates, Problems& problems);
  RecordingSwap() = default;

  /// Puts recorders and recordings into the plan's bodies.
  void apply(LaunchPlan& plan) const;

 private:
  std::map<std::string, Recording> replays_;     ///< by the candidate's id
  std::map<std::string, std::string> recorded_;  ///< contract → file
};

}  // namespace curante::kernel
