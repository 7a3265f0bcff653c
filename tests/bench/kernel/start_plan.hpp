// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "runtime/launch_plan.hpp"
#include "trust/admission.hpp"

namespace curante::bench {

/// Whom the build trusts.
kernel::TrustPolicy policy_of(const std::string& trust);

/// What a start does with a folder of plugins, its release's signature included. The policy is
/// given what the release says.
kernel::LaunchPlan start_plan(const std::string& directory, const std::vector<std::string>& ids,
                              kernel::TrustPolicy& policy);

}  // namespace curante::bench
