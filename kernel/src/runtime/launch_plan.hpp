// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "curante/abi.h"
#include "runtime/body.hpp"
#include "trust/sealed_bytes.hpp"

namespace curante::kernel {

struct Slot;

/// One plugin that will run: what the resolver admitted, in the form the runtime needs.
struct PluginLaunch {
  std::string id, version;
  SealedBytes library;                     ///< what was checked
  const curante_plugin* linked = nullptr;  ///< or the entry of a plugin linked into this program
  /// Or what makes anything else that stands in the slot. Asked again for a new instance.
  std::function<std::unique_ptr<Body>(Slot&)> make_body;
  bool entry = false;                      ///< users come in through it
  std::string folder;  ///< what it sees of the host's files, if it runs in a process of its own
  std::map<std::string, std::string> settings;
  boost::json::object manifest;  ///< for the directory: name, uses, provides, ui
};

/// How one consumer reaches one contract: providers in the manifest's order, none if unbound.
struct BindingLaunch {
  std::string consumer, contract;
  std::vector<std::string> providers;
  bool optional = false;
  uint32_t path = CURANTE_PATH_DIRECT;  ///< the fastest that is allowed
  std::string reason;                   ///< why no faster one
};

/// Plugins from root to leaf, and their bindings.
struct LaunchPlan {
  std::vector<PluginLaunch> plugins;
  std::vector<BindingLaunch> bindings;
  std::map<std::string, std::string> chosen;  ///< contract → which of its providers answers
  boost::json::array refused;  ///< what the resolver refused, for the directory
};

}  // namespace curante::kernel
