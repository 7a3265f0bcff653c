// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "image/plugin_image.hpp"
#include "manifest/region.hpp"
#include "resolve/refusal.hpp"

namespace curante::kernel {

/// A plugin that the region wants, and what its library turned out to be.
struct Candidate {
  WantedPlugin wanted;
  std::optional<PluginImage> image;  ///< nothing when it could not be read: `problems` say why
  Refusals problems;                 ///< any refuses it, also with an image
  bool isolated = false;  ///< it runs in a process of its own
};

/// How one consumer reaches one contract.
struct ResolvedBinding {
  std::string consumer, contract;
  std::vector<std::string> providers;
  bool optional = false;
  uint32_t path = CURANTE_PATH_DIRECT;
  std::string reason;
};

/// What will run, from root to leaf, and all that stands against the rest.
struct Resolution {
  std::vector<size_t> order;  ///< indices of candidates
  std::vector<ResolvedBinding> bindings;
  Refusals refusals;
};

/// Decides from manifests alone; runs no plugin's code. Reports every problem, not the first. A
/// refused plugin takes with it what requires it; optional uses stay unbound.
/// Codes: those of the candidates, "version-too-old", "version-too-new", "mock-not-allowed",
/// "contract-missing", "contract-too-old", "contract-ambiguous", "choice-unknown",
/// "dependency-cycle", "requires-refused".
Resolution resolve(const std::vector<Candidate>& candidates, const Region& region);

}  // namespace curante::kernel
