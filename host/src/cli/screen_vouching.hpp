// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "resolve/resolver.hpp"

namespace curante::kernel {

/// Holds the screens below `directory`/<id> of each plugin that shows any against what was signed
/// with it, before anybody's browser loads them. Refuses as "screens-altered" whose files are not
/// the signed ones, and as "screens-unsigned" a third party's that nobody signed. Those of a
/// release, whose signatures name libraries alone, are vouched for by the package they came in.
void check_screens(std::vector<Candidate>& candidates, const std::string& directory);

}  // namespace curante::kernel
