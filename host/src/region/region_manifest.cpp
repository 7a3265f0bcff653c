// SPDX-License-Identifier: Apache-2.0
#include "region/region_manifest.hpp"

#include <algorithm>
#include <filesystem>

#include "manifest/plugin_manifest.hpp"
#include "region/secret_name.hpp"
#include "manifest/version.hpp"

namespace curante::kernel {

namespace {

void check(const RegionFile& region, const std::string& file, Problems& problems) {
  const auto refuse = [&](std::string code, int line, std::string message, std::string remedy) {
    problems.push_back({std::move(code), file, line, std::move(message), std::move(remedy)});
  };
  const auto plugin = [&](const std::string& id, int line) {
    if (!is_plugin_id(id)) {
      refuse("region-plugin-id", line, "«" + id + "» is no plugin id",
             "write it like curante.chart");
    }
  };
  for (const auto& entry : region.plugins.entries) {
    plugin(entry.name, entry.line);
    for (const std::string& version : {entry.value.at_least, entry.value.below}) {
      if (!version.empty() && !parse_version(version)) {
        refuse("region-version", entry.line, "«" + version + "» is no version",
               "write it like 1.4.0");
      }
    }
  }
  for (const auto& entry : region.without.entries) plugin(entry.name, entry.line);
  for (const auto& entry : region.replace.entries) {
    plugin(entry.name, entry.line);
    plugin(entry.value, entry.line);
  }
  for (const auto& entry : region.needs.entries) {
    if (!is_contract_id(entry.name)) {
      refuse("manifest-contract", entry.line, "«" + entry.name + "» is no contract",
             "write name/revision, like chart/1");
    }
    if (!entry.value.plugin.empty()) plugin(entry.value.plugin, entry.line);
  }
  for (const auto* entries : {&region.choose, &region.record, &region.replay}) {
    for (const auto& entry : entries->entries) {
      if (is_contract_id(entry.name)) continue;
      refuse("manifest-contract", entry.line, "«" + entry.name + "» is no contract",
             "write name/revision, like chart/1");
    }
  }
  for (const auto& entry : region.choose.entries) plugin(entry.value, entry.line);
  for (const auto& entry : region.settings.entries) {
    plugin(entry.name, entry.line);
    for (const auto& setting : entry.value.entries) {
      if (names_secret(setting.name)) {
        refuse(
            "setting-secret", setting.line, "a secret must not stand in a plain file",
            "put it into a file of mode 0600 and name that file here as " + setting.name + "_file");
      }
    }
  }
}

std::vector<WantedPlugin>::iterator find_plugin(Region& region, const std::string& id) {
  return std::find_if(region.plugins.begin(), region.plugins.end(),
                      [&](const WantedPlugin& it) { return it.id == id; });
}

/// Another plugin for a need takes the place of the one below, also among the plugins.
void overlay_needs(const RegionFile& over, const std::string& file, Region& region) {
  for (const auto& entry : over.needs.entries) {
    auto need = std::find_if(region.needs.begin(), region.needs.end(),
                             [&](const Need& it) { return it.contract == entry.name; });
    if (need == region.needs.end()) {
      need = region.needs.insert(need, Need{entry.name, "", "", "", file, entry.line});
    }
    const NeedEntry& it = entry.value;
    if (!it.supplier.empty()) need->supplier = it.supplier;
    if (!it.meanwhile.empty()) need->meanwhile = it.meanwhile;
    if (it.plugin.empty() || it.plugin == need->plugin) continue;
    const auto before = find_plugin(region, need->plugin);
    if (before != region.plugins.end()) *before = WantedPlugin{it.plugin, "", "", file, entry.line};
    need->plugin = it.plugin;
    need->file = file;
    need->line = entry.line;
  }
}

/// Lays one file over what is there already.
void overlay(const RegionFile& over, const std::string& file, Region& region, Problems& problems) {
  if (!over.region.name.empty()) region.name = over.region.name;
  if (!over.region.code.empty()) region.code = over.region.code;
  const auto find = [&](const std::string& id) { return find_plugin(region, id); };
  for (const auto& entry : over.plugins.entries) {
    const WantedPlugin wanted{entry.name, entry.value.at_least, entry.value.below, file,
                              entry.line};
    const auto there = find(entry.name);
    if (there == region.plugins.end()) {
      region.plugins.push_back(wanted);
    } else {
      *there = wanted;
    }
  }
  overlay_needs(over, file, region);
  const auto absent = [&](const std::string& id, int line) {
    problems.push_back({"region-plugin-absent", file, line,
                        "«" + id + "» is not among the plugins below this file",
                        "remove the line"});
  };
  for (const auto& entry : over.without.entries) {
    const auto there = find(entry.name);
    const size_t needed = std::erase_if(
        region.needs, [&](const Need& it) { return it.plugin == entry.name; });
    if (there != region.plugins.end()) {
      region.plugins.erase(there);
    } else if (needed == 0) {
      absent(entry.name, entry.line);
    }
  }
  for (const auto& entry : over.replace.entries) {
    const auto there = find(entry.name);
    if (there == region.plugins.end()) {
      absent(entry.name, entry.line);
    } else if (find(entry.value) != region.plugins.end()) {
      problems.push_back({"region-plugin-double", file, entry.line,
                          "«" + entry.value + "» is among the plugins already",
                          "write «without { " + entry.name + " }» instead"});
    } else {
      *there = WantedPlugin{entry.value, "", "", file, entry.line};
      for (Need& need : region.needs) {
        if (need.plugin == entry.name) need.plugin = entry.value;
      }
    }
  }
  for (const auto& entry : over.choose.entries) region.choose[entry.name] = entry.value;
  // A file is looked for beside the manifest that names it.
  const auto beside = [folder = std::filesystem::path(file).parent_path()](const std::string& name) {
    return (folder / name).string();
  };
  for (const auto& entry : over.record.entries) region.record[entry.name] = beside(entry.value);
  for (const auto& entry : over.replay.entries) region.replay[entry.name] = beside(entry.value);
  for (const auto& plugin : over.settings.entries) {
    for (const auto& setting : plugin.value.entries) {
      region.settings[plugin.name][setting.name] = setting.value;
    }
  }
}

constexpr std::string_view profile_of_mocks = "qa";

/// Whoever starts the host chooses a profile; no other file may bring mocks, testers' keys and
/// recordings into a practice at work.
void refuse_mocks(const InfoNode& root, const std::string& file, Problems& problems) {
  for (const InfoNode& it : root.children) {
    if (it.key != "mocks") continue;
    problems.push_back({"region-mocks", file, it.line,
                        "whether mocks may run is for the file of profile qa alone to say",
                        "remove the line, and use profile qa where something is to be tried"});
  }
}

RegionFile read_tree(const InfoNode& root, const std::string& file, Problems& problems) {
  RegionFile region;
  StructReader(file, problems).read(root, region);
  check(region, file, problems);
  return region;
}

/// A name from a manifest or a command line, before it becomes part of a path.
bool is_file_name(std::string_view name) {
  return !name.empty() &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

/// What is wrong in one file hides nothing that is wrong in another.
void read_chain(const std::string& directory, const std::string& name, Region& region,
                std::vector<std::string>& chain, Problems& problems) {
  const std::string file = directory + "/" + name + ".info";
  if (!is_file_name(name)) {
    problems.push_back({"region-name", directory, 0, "«" + name + "» is no name of a region",
                        "`curante regions check` lists those there are"});
    return;
  }
  if (std::find(chain.begin(), chain.end(), name) != chain.end()) {
    problems.push_back({"region-base-circle", file, 0, "its bases go in a circle",
                        "remove one of the base lines"});
    return;
  }
  chain.push_back(name);
  const auto root = read_info_file(file, problems);
  if (!root) return;
  refuse_mocks(*root, file, problems);
  const RegionFile read = read_tree(*root, file, problems);
  if (!read.base.empty()) read_chain(directory, read.base, region, chain, problems);
  overlay(read, file, region, problems);
}

}  // namespace

std::optional<RegionFile> read_region_file(std::string_view text, const std::string& file,
                                           Problems& problems) {
  const size_t before = problems.size();
  const auto root = read_info(text, file, problems);
  if (!root) return std::nullopt;
  RegionFile region = read_tree(*root, file, problems);
  if (problems.size() != before) return std::nullopt;
  return region;
}

std::optional<Region> read_region(const std::string& directory, const std::string& name,
                                  const std::string& profile, const std::string& site_file,
                                  Problems& problems) {
  const size_t before = problems.size();
  Region region;
  std::vector<std::string> chain;
  read_chain(directory, name, region, chain, problems);
  if (problems.size() == before && (region.name.empty() || region.code.empty())) {
    problems.push_back({"region-incomplete", directory + "/" + name + ".info", 0,
                        "it is no region: it has no name or no code",
                        "name a region, or add «region { name … code … }»"});
  }
  if (chain.size() > 1) region.base = chain[1];
  const auto lay = [&](const std::string& file, bool may_bring_mocks) {
    const auto root = read_info_file(file, problems);
    if (!root) return;
    if (!may_bring_mocks) refuse_mocks(*root, file, problems);
    const RegionFile read = read_tree(*root, file, problems);
    region.mocks |= may_bring_mocks && read.mocks;
    overlay(read, file, region, problems);
  };
  if (!profile.empty() && !is_file_name(profile)) {
    problems.push_back({"region-name", directory, 0, "«" + profile + "» is no name of a profile",
                        "there are production, demo and qa"});
  } else if (!profile.empty()) {
    lay(directory + "/profile-" + profile + ".info", profile == profile_of_mocks);
  }
  if (!site_file.empty()) lay(site_file, false);
  region.profile = profile;
  for (const Need& need : region.needs) {
    if (!need.plugin.empty()) continue;
    problems.push_back({"region-need", need.file, need.line,
                        "nobody is named to provide " + need.contract,
                        "name the plugin: needs { " + need.contract + " { plugin … } }"});
  }
  if (problems.size() != before) return std::nullopt;
  return region;
}

}  // namespace curante::kernel
