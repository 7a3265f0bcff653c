// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

namespace curante::kernel {

/// A plugin that the region wants, and who says so.
struct WantedPlugin {
  std::string id, at_least, below;
  std::string file;
  int line = 0;
};

/// A contract without which a region is not whole, and who is to provide it. Where that plugin is
/// not installed the rest starts all the same, and says what is missing.
struct Need {
  std::string contract, plugin;
  std::string supplier;   ///< who must provide the plugin, for people
  std::string meanwhile;  ///< what goes on without it, for people
  std::string file;       ///< where the plugin is named
  int line = 0;
};

/// A region after all overlays: base ← region ← profile ← site file.
struct Region {
  std::string name, code, profile;
  std::string base;  ///< the nearest, or empty
  bool mocks = false;
  std::vector<WantedPlugin> plugins;
  std::vector<Need> needs;
  std::map<std::string, std::string> choose;
  std::map<std::string, std::map<std::string, std::string>> settings;
  std::map<std::string, std::string> record, replay;  ///< contract → file
};

}  // namespace curante::kernel
