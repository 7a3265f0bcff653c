// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "curante/host.hpp"
#include "curante/kind.hpp"

/// What the shell loads: the pages and panels that running plugins declare in their manifests.
namespace curante::web {

struct ShellScreen {
  std::string plugin;
  std::string module;  ///< address of the ES module
  std::string path;    ///< of a page
  std::string slot;    ///< of a panel
  std::string element;
  std::string title;
  std::string permission;
  int32_t order = 0;
};
CURANTE_DESCRIBE(ShellScreen, plugin, module, path, slot, element, title, permission, order);

struct ShellDirectory {
  std::string region;
  std::vector<ShellScreen> pages;
  std::vector<ShellScreen> panels;
};
CURANTE_DESCRIBE(ShellDirectory, region, pages, panels);

/// Made from the text of curante_ext_entry.directory, in the order the screens ask for.
ShellDirectory shell_directory(const Host& host, const std::string& directory);

}  // namespace curante::web
