// SPDX-License-Identifier: Apache-2.0
#include "isolation/policy.hpp"

#include <filesystem>

#include "curante/error.hpp"
#include "isolation/event_claims.hpp"
#include "isolation/process_body.hpp"

namespace curante::isolation {

namespace {

/// The contract whose provider opens a socket in its user's folder.
constexpr const char* behind_a_socket = "database/1";

/// Who or what wants it in a process of its own; empty when nobody does.
std::string who_asks(const kernel::PluginImage& image, const IsolationPolicy& policy) {
  if (image.manifest.isolated) return "its manifest says `isolated true`";
  if (image.issuer.kind == kernel::IssuerKind::third_party && !image.issuer.in_process) {
    return "its issuer " + image.issuer.name + " is a third party";
  }
  return policy.plugins.contains(image.manifest.id) ? "who started it asked for it" : "";
}

/// Nobody but the host's user and the plugin's process looks into it.
std::string made_folder(const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (!failed) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, failed);
  }
  if (!failed) return path;
  throw Error("data-directory", "the folder " + path + " cannot be made",
              "make the data directory writable for the host's user");
}

}  // namespace

void choose_isolated(std::vector<kernel::Candidate>& candidates, const IsolationPolicy& policy) {
  refuse_foreign_events(candidates);
  for (kernel::Candidate& it : candidates) {
    if (!it.image) continue;
    const kernel::PluginManifest& manifest = it.image->manifest;
    const std::string asks = who_asks(*it.image, policy);
    const bool cannot = manifest.entry || manifest.host_process;
    if (cannot && !asks.empty()) {
      it.problems.push_back({manifest.id, manifest.version, "entry-isolated",
                             "a process of its own", "(" + asks + ")",
                             manifest.entry ? "`entry true`" : "`host_process true`",
                             manifest.entry ? "its manifest: users come in through it"
                                            : "its manifest: it starts programs of its own",
                             "drop one of both, or trust its issuer with in_process"});
    }
    it.isolated = !cannot && (policy.all || !asks.empty());
  }
}

Confinement confinement_of(const kernel::PluginManifest& manifest, Confinement confinement) {
  confinement.network = manifest.network;
  // In a sandbox without the network its own name space holds no socket but its own.
  const bool own_names = confinement.sandbox && !manifest.network;
  confinement.unix_sockets = own_names || manifest.uses.find(behind_a_socket) != nullptr;
  return confinement;
}

void isolate(kernel::PluginLaunch& launch, const kernel::PluginManifest& manifest, bool stranger,
             Isolation& isolation) {
  IsolationOptions options = isolation.options;
  options.confinement = confinement_of(manifest, options.confinement);
  options.stranger = stranger;
  // Its 128 threads, all at work, weigh as fourteen of the host's.
  if (stranger) options.confinement.nice = 10;
  options.events = event_rights(manifest);
  if (!isolation.folders.empty()) launch.folder = made_folder(isolation.folders + "/" + launch.id);
  options.confinement.folder = launch.folder;
  std::vector<std::string> provides;
  for (const auto& it : manifest.provides.entries) provides.push_back(it.name);
  launch.make_body = [&isolation, options, provides](kernel::Slot& slot) {
    return std::make_unique<ProcessBody>(slot, isolation.supervisor, options, provides);
  };
}

}  // namespace curante::isolation
