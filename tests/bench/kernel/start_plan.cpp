// SPDX-License-Identifier: Apache-2.0
#include "start_plan.hpp"

#include <iostream>
#include <stdexcept>

#include "cli/candidates.hpp"
#include "cli/releases.hpp"
#include "trust/trust_files.hpp"

namespace curante::bench {

kernel::TrustPolicy policy_of(const std::string& trust) {
  kernel::Problems problems;
  kernel::TrustPolicy policy;
  policy.store = kernel::read_trust({trust + "/libraries.info", trust + "/core.info"}, problems);
  for (const kernel::Problem& it : problems) std::cerr << it.text() << "\n";
  return policy;
}

kernel::LaunchPlan start_plan(const std::string& directory, const std::vector<std::string>& ids,
                              kernel::TrustPolicy& policy) {
  std::vector<kernel::WantedPlugin> wanted;
  for (const std::string& id : ids) wanted.push_back({id, "", "", "bench", 1});
  kernel::Problems problems;
  policy.released = kernel::read_releases(directory, problems);
  for (const kernel::Problem& it : problems) std::cerr << it.text() << "\n";
  kernel::LaunchPlan plan;
  for (kernel::Candidate& it : kernel::read_candidates(wanted, directory, policy)) {
    if (!it.image) throw std::runtime_error(kernel::to_text(it.problems.front()));
    kernel::PluginLaunch launch;
    launch.id = it.image->manifest.id;
    launch.version = it.image->manifest.version;
    launch.library = it.image->library;
    plan.plugins.push_back(std::move(launch));
  }
  return plan;
}

}  // namespace curante::bench
