// SPDX-License-Identifier: Apache-2.0
#include "shell_directory.hpp"

#include <algorithm>

#include "curante/json.hpp"

namespace curante::web {

namespace {

struct DirectoryUi {
  std::string module;
  std::vector<ShellScreen> pages;
  std::vector<ShellScreen> panels;
};
CURANTE_DESCRIBE(DirectoryUi, module, pages, panels);

struct DirectoryManifest {
  DirectoryUi ui;
};
CURANTE_DESCRIBE(DirectoryManifest, ui);

struct DirectoryPlugin {
  std::string id;
  std::string state;
  DirectoryManifest manifest;
};
CURANTE_DESCRIBE(DirectoryPlugin, id, state, manifest);

struct Directory {
  std::vector<DirectoryPlugin> plugins;
};
CURANTE_DESCRIBE(Directory, plugins);

void add(const DirectoryPlugin& plugin, const std::vector<ShellScreen>& from,
         std::vector<ShellScreen>& to) {
  for (ShellScreen screen : from) {
    screen.plugin = plugin.id;
    screen.module = "/ui/" + plugin.id + "/" + plugin.manifest.ui.module;
    to.push_back(std::move(screen));
  }
}

}  // namespace

ShellDirectory shell_directory(const Host& host, const std::string& directory) {
  ShellDirectory out;
  out.region = host.setting("region_name");
  for (const DirectoryPlugin& plugin : from_json<Directory>(host, directory).plugins) {
    if (plugin.state != "ready" && plugin.state != "started") continue;
    add(plugin, plugin.manifest.ui.pages, out.pages);
    add(plugin, plugin.manifest.ui.panels, out.panels);
  }
  const auto by_order = [](const ShellScreen& a, const ShellScreen& b) { return a.order < b.order; };
  std::stable_sort(out.pages.begin(), out.pages.end(), by_order);
  std::stable_sort(out.panels.begin(), out.panels.end(), by_order);
  return out;
}

}  // namespace curante::web
