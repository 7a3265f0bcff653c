// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "manifest/region.hpp"
#include "info/struct_reader.hpp"

namespace curante::kernel {

/// One file of regions/: a region, a base it stands on, or a profile laid over it.

struct RegionEntry {
  std::string name;
  std::string code;
};
CURANTE_DESCRIBE(RegionEntry, name, code);

struct RegionPluginEntry {
  std::string at_least;  ///< version
  std::string below;     ///< version
};
CURANTE_DESCRIBE(RegionPluginEntry, at_least, below);

/// Laid over one another member by member: a base says what a need is, a region who meets it.
struct NeedEntry {
  std::string plugin;
  std::string supplier;
  std::string meanwhile;
};
CURANTE_DESCRIBE(NeedEntry, plugin, supplier, meanwhile);

struct NoKeys {};
CURANTE_DESCRIBE(NoKeys);

struct RegionFile {
  std::string base;
  RegionEntry region;
  bool mocks = false;  ///< plugins that stand in for real services may load; profile qa's file only
  Named<RegionPluginEntry> plugins;
  Named<NeedEntry> needs;              ///< contract → the plugin that is to provide it
  Named<NoKeys> without;               ///< plugins of the base that are left out
  Named<std::string> replace;          ///< old plugin → new plugin
  Named<std::string> choose;           ///< contract → plugin, where two provide it
  Named<std::string> record;           ///< contract → file that its calls are written to
  Named<std::string> replay;           ///< contract → recording that answers in a provider's place
  Named<Named<std::string>> settings;  ///< plugin → key → value
  Named<std::string> host;             ///< the host's own settings; site file only
};
CURANTE_DESCRIBE(RegionFile, base, region, mocks, plugins, needs, without, replace, choose, record, replay,
                 settings, host);

/// Reads `directory`/`name`.info with its bases, lays `profile`
/// (`directory`/profile-<profile>.info) and the site file over it. Empty profile or site file:
/// none. Gives nothing, and at least one problem, when any file cannot be read, bases go in a
/// circle, or a file that is not profile qa's says `mocks` ("region-mocks").
std::optional<Region> read_region(const std::string& directory, const std::string& name,
                                  const std::string& profile, const std::string& site_file,
                                  Problems& problems);

/// One file alone, for the reader's tests and fuzzing.
std::optional<RegionFile> read_region_file(std::string_view text, const std::string& file,
                                           Problems& problems);

}  // namespace curante::kernel
