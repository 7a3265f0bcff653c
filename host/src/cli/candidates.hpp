// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "resolve/resolver.hpp"

namespace curante::kernel {

/// Reads a library once and checks what was read; problems are those of read_plugin_image,
/// "library-missing", "library-untrusted" and "library-unloadable".
std::optional<PluginImage> read_library(const std::string& path, const TrustPolicy& policy,
                                        Problems& problems);

/// Reads the library of a wanted plugin from `directory`/<id>.so. Throws nothing: a library that
/// cannot be used, or whose plugin.info has faults, becomes a candidate with problems.
Candidate read_candidate(const WantedPlugin& wanted, const std::string& directory,
                         const TrustPolicy& policy);

/// The candidates in the order of `wanted`. One after the other: measured, a second thread that
/// hashes costs what it saves, and of small plugins more.
std::vector<Candidate> read_candidates(const std::vector<WantedPlugin>& wanted,
                                       const std::string& directory, const TrustPolicy& policy);

}  // namespace curante::kernel
