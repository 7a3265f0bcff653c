// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "cli/installation.hpp"
#include "cli/region_needs.hpp"
#include "isolation/policy.hpp"
#include "recording/swap.hpp"
#include "resolve/resolver.hpp"
#include "runtime/launch_plan.hpp"

namespace curante::kernel {

/// A region put together from its manifests and the installed libraries; nothing has run yet.
struct Assembly {
  Region region;
  std::vector<Candidate> candidates;
  std::vector<NeedState> needs;
  Resolution resolution;
  Problems problems;  ///< of manifests; any means nothing starts
  RecordingSwap recordings;
  TrustPolicy trust;  ///< by which it was measured

  bool sound() const { return problems.empty(); }
};

/// The names of all regions in a directory (files with a `region` entry), sorted.
std::vector<std::string> region_names(const std::string& directory);

/// Whom the installation trusts: every file of its folder of trust, today, and what the releases in
/// its folder of plugins say. What is wrong with any of them goes to `problems`.
TrustPolicy trust_of(const Installation& installation, const Region& region, Problems& problems);

/// What one start leaves out, though the region wants it.
struct LeftOut {
  bool strangers = false;         ///< everything but the host's own makers' (and testers') plugins
  std::set<std::string> plugins;  ///< these
};

/// Reads and resolves. Throws nothing: what is wrong is in the result. What is left out is refused as
/// "left-out", and with it what requires it.
Assembly assemble(const Installation& installation, const std::string& region,
                  const std::string& profile, const std::string& site_file,
                  const LeftOut& left_out = {},
                  const isolation::IsolationPolicy& isolated = {});

/// What the runtime needs, with `--set plugin.key=value` laid over the region's settings. Throws
/// Error{"usage"} for a malformed one. `isolation` must outlive the plan's plugins.
LaunchPlan plan_of(Assembly& assembly, const std::vector<std::string>& settings,
                   isolation::Isolation& isolation);

/// The table of `curante regions check` and of the start: a line a plugin, then all refusals and
/// what is missing.
std::string table_of(const Assembly& assembly);

}  // namespace curante::kernel
