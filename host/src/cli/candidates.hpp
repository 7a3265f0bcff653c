// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "resolve/resolver.hpp"

namespace curante::kernel {

/// Reads the library of a wanted plugin from `directory`/<id>.so. Throws nothing: a library that
/// cannot be used, or whose plugin.info has faults, becomes a candidate with problems.
Candidate read_candidate(const WantedPlugin& wanted, const std::string& directory,
                         const TrustPolicy& policy);

/// All of a region's, in its order; on several threads, since hashing and verifying takes most of
/// what a start takes.
std::vector<Candidate> read_candidates(const std::vector<WantedPlugin>& wanted,
                                       const std::string& directory, const TrustPolicy& policy);

}  // namespace curante::kernel
