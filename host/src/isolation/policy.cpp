// SPDX-License-Identifier: Apache-2.0
#include "isolation/policy.hpp"

#include "isolation/process_body.hpp"

namespace curante::isolation {

namespace {

/// Who or what wants it in a process of its own; empty when nobody does.
std::string who_asks(const kernel::PluginImage& image, const IsolationPolicy& policy) {
  if (image.manifest.isolated) return "its manifest says `isolated true`";
  if (image.issuer.kind == kernel::IssuerKind::third_party && !image.issuer.in_process) {
    return "its issuer " + image.issuer.name + " is a third party";
  }
  return policy.plugins.contains(image.manifest.id) ? "who started it asked for it" : "";
}

}  // namespace

void choose_isolated(std::vector<kernel::Candidate>& candidates, const IsolationPolicy& policy) {
  for (kernel::Candidate& it : candidates) {
    if (!it.image) continue;
    const kernel::PluginManifest& manifest = it.image->manifest;
    const std::string asks = who_asks(*it.image, policy);
    if (manifest.entry && !asks.empty()) {
      it.problems.push_back({manifest.id, manifest.version, "entry-isolated",
                             "a process of its own", "(" + asks + ")", "`entry true`",
                             "its manifest: users come in through it",
                             "drop one of both, or trust its issuer with in_process"});
    }
    it.isolated = !manifest.entry && (policy.all || !asks.empty());
  }
}

void isolate(kernel::PluginLaunch& launch, const kernel::PluginManifest& manifest,
             Isolation& isolation) {
  IsolationOptions options = isolation.options;
  options.confinement.network = manifest.network;
  std::vector<std::string> provides;
  for (const auto& it : manifest.provides.entries) provides.push_back(it.name);
  launch.make_body = [&isolation, options, provides](kernel::Slot& slot) {
    return std::make_unique<ProcessBody>(slot, isolation.supervisor, options, provides);
  };
}

}  // namespace curante::isolation
