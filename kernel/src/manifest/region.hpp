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

/// A region after all overlays: base ← region ← profile ← site file.
struct Region {
  std::string name, code, profile;
  bool mocks = false;
  std::vector<WantedPlugin> plugins;
  std::map<std::string, std::string> choose;
  std::map<std::string, std::map<std::string, std::string>> settings;
  std::map<std::string, std::string> record, replay;  ///< contract → file
};

}  // namespace curante::kernel
