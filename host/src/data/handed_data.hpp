// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "data/data_package.hpp"
#include "manifest/plugin_manifest.hpp"

namespace curante::kernel {

/// Where packages of data lie.
struct DataFolders {
  std::string installed;  ///< share/curante/data
  std::string kept;       ///< the last good ones, below the data directory; empty: none are kept
};

/// Gives a plugin, as settings, the packages of data that its manifest names: for `data { rules
/// italia.rules }` the setting `rules` is the verified text, and `rules_problem` says why it is not
/// the installed one. The setting `rules_package` names another file. A package that may not be
/// used, or is older than one of its name that was, leaves the last good one in place.
///
/// Rationale: the host alone decides whom it trusts, for libraries and data alike; a plugin cannot
/// read the trust store, and an isolated one no file at all. Settings reach both.
void hand_data(const PluginManifest& manifest, const DataFolders& folders,
               const TrustPolicy& policy, std::map<std::string, std::string>& settings);

}  // namespace curante::kernel
