// SPDX-License-Identifier: Apache-2.0
#include "isolation/event_claims.hpp"

#include <map>

namespace curante::isolation {

using kernel::Named;

namespace {

/// Whose word on events goes first: the house's, then that of whoever adds to it, a tester and an
/// author at work included, then a stranger's.
enum class Rank { house, known, stranger };

Rank rank_of(kernel::IssuerKind kind) {
  if (kind == kernel::IssuerKind::core) return Rank::house;
  return kind == kernel::IssuerKind::third_party ? Rank::stranger : Rank::known;
}

/// The contract that an event belongs to, and who was the first to say so.
struct Claim {
  std::string contract, plugin;
};

/// Collects claims in order; an event's first one holds.
class Claims {
 public:
  /// Refuses what contradicts the claims before.
  void check(kernel::Candidate& it) const {
    for (const auto* events : {&it.image->manifest.publishes, &it.image->manifest.hears}) {
      for (const auto& event : events->entries) {
        const auto held = held_.find(event.name);
        if (held != held_.end() && held->second.contract != event.value) {
          refuse(it, event, held->second);
        }
      }
    }
  }

  void take(const kernel::PluginManifest& manifest) {
    for (const auto* events : {&manifest.publishes, &manifest.hears}) {
      for (const auto& event : events->entries) {
        held_.try_emplace(event.name, Claim{event.value, manifest.id});
      }
    }
  }

 private:
  static void refuse(kernel::Candidate& it, const Named<std::string>::Entry& event,
                     const Claim& held) {
    const kernel::PluginManifest& manifest = it.image->manifest;
    const bool hosts = held.contract.empty();
    it.problems.push_back(
        {manifest.id, manifest.version, "event-foreign",
         event.name + " to belong to " + event.value,
         "(its manifest, line " + std::to_string(event.line) + ")",
         hosts ? "an event of the host's own" : "an event of " + held.contract,
         hosts ? "" : "by the manifest of " + held.plugin,
         "name the contract that the event belongs to, or call the event otherwise"});
  }

  /// What the host itself, or the way in, tells.
  std::map<std::string, Claim> held_{{"call-made/1", {}}, {"entry-ready/1", {}}};
};

}  // namespace

EventRights event_rights(const kernel::PluginManifest& manifest) {
  EventRights rights;
  for (const auto& it : manifest.publishes.entries) rights.publishes.insert(it.name);
  for (const auto& it : manifest.hears.entries) rights.hears.insert(it.name);
  return rights;
}

void refuse_foreign_events(std::vector<kernel::Candidate>& candidates) {
  Claims claims;
  for (const Rank rank : {Rank::house, Rank::known, Rank::stranger}) {
    for (kernel::Candidate& it : candidates) {
      if (!it.image || rank_of(it.image->issuer.kind) != rank) continue;
      const size_t before = it.problems.size();
      claims.check(it);
      // What is left out at this start keeps its events; a stranger that is refused claims none.
      const bool claims_them = rank == Rank::stranger ? it.problems.empty() : it.problems.size() == before;
      if (claims_them) claims.take(it.image->manifest);
    }
  }
}

}  // namespace curante::isolation
