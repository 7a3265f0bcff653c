// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "resolve/resolver.hpp"

namespace curante::kernel {

/// How one of a region's needs stands in this installation.
struct NeedState {
  Need need;
  std::string provider;    ///< the plugin that is there for it, or the one that is to be
  bool installed = false;  ///< it may still be refused: the resolution says so
};

/// Adds to the region's plugins those that its needs name and that `folder` has.
void want_needed(Region& region, const std::string& folder);

/// Each need of the region, after its candidates were read.
std::vector<NeedState> states_of_needs(const Region& region,
                                       const std::vector<Candidate>& candidates);

/// What is missing, who must provide it, and what goes on meanwhile:
///   missing  recipe-transmitter/1   need-missing
///     needs    it.example.sender  (regions/east.info line 12)
///     from     Regione Est
///     until    recipes wait, or go on paper
///     remedy   …
/// Empty when it is installed.
std::string missing_text(const NeedState& state);

}  // namespace curante::kernel
