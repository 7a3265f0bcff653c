// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/host.hpp"

namespace curante::conformance {

/// A way that calls can take from consumer to provider, and how a host is made to take it.
struct PathChoice {
  std::string name;
  uint32_t edge;  ///< what a binding on this path says of itself
  enum Recording { none, written, replayed } recording;
  /// Alters what will be launched. `records` is the folder for recordings.
  std::function<void(kernel::LaunchPlan& plan, kernel::Host::Options& options,
                     const std::string& records)>
      choose;
  bool isolated = false;  ///< each provider in a process of its own
};

/// All there are; the first is the one the others are compared with.
const std::vector<PathChoice>& path_choices();

}  // namespace curante::conformance
