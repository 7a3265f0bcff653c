// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "resolve/resolver.hpp"

namespace curante::isolation {

/// The events that a plugin's manifest names: all that its process may tell, and hear.
struct EventRights {
  std::set<std::string> publishes, hears;
};
EventRights event_rights(const kernel::PluginManifest& manifest);

/// An event belongs to one contract, and every manifest that names it says to which. Refuses as
/// "event-foreign" whoever says otherwise than the others: first the house is heard, then who adds
/// to it, then third parties, each measured by those before, so that none comes by another's
/// events by claiming them, and none takes them from who had them.
///
/// That a plugin provides the contract of what it publishes, and uses that of what it hears, was
/// asked when its manifest was read; that its issuer may, when its signature was.
void refuse_foreign_events(std::vector<kernel::Candidate>& candidates);

}  // namespace curante::isolation
