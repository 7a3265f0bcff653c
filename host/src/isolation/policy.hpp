// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "isolation/remote_plugin.hpp"
#include "resolve/resolver.hpp"

namespace curante::isolation {

/// What a start asks beyond what manifests and issuers say.
struct IsolationPolicy {
  bool all = false;               ///< every plugin that can be, to try that path
  std::set<std::string> plugins;  ///< these, too
};

/// What isolated plugins need of the host. Outlives the host's plugins.
struct Isolation {
  Supervisor supervisor;
  IsolationOptions options;
  std::string folders;  ///< where each gets a folder that it can see; empty: none gets one
};

/// Refuses foreign events, and decides who runs in a process of its own: whose manifest asks for it, and third parties, unless
/// their issuer is trusted `in_process`. Entry plugins and those with `host_process` cannot: they
/// are refused as "entry-isolated", or spared where merely all were asked for.
void choose_isolated(std::vector<kernel::Candidate>& candidates, const IsolationPolicy& policy);

/// How a plugin is shut in: by what its manifest says, which its issuer was granted.
Confinement confinement_of(const kernel::PluginManifest& manifest, Confinement confinement);

/// Makes the launch one of an isolated plugin, `stranger` if it is a third party's. `isolation`
/// must outlive the plugin. Throws Error{"data-directory"} when its folder cannot be made.
void isolate(kernel::PluginLaunch& launch, const kernel::PluginManifest& manifest, bool stranger,
             Isolation& isolation);

}  // namespace curante::isolation
