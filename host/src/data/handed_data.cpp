// SPDX-License-Identifier: Apache-2.0
#include "data/handed_data.hpp"

#include <filesystem>

#include "cli/whole_file.hpp"

namespace curante::kernel {

namespace fs = std::filesystem;

namespace {

/// What was taken of one id: the last package, and the last of each name, so that an older one does
/// not come back after another name was in use.
class KeptData {
 public:
  KeptData(const std::string& folder, const std::string& id, const TrustPolicy& policy)
      : folder_(folder), id_(id), policy_(policy) {}

  std::optional<DataPackage> last() const { return read("last"); }
  std::optional<DataPackage> of_name(const std::string& name) const { return read("of-" + name); }

  void keep(const DataPackage& package) const {
    if (folder_.empty()) return;
    std::error_code failed;
    fs::create_directories(folder_, failed);
    for (const std::string& as : {"of-" + package.name, std::string("last")}) {
      if (const auto held = read(as); held && held->text == package.text) continue;
      // Text and signature fit only together: after a crash between the two, none is read.
      write_whole(path(as), package.text);
      write_whole(path(as) + ".sig", package.signature);
    }
  }

 private:
  std::string path(const std::string& as) const { return folder_ + "/" + id_ + "." + as; }
  std::optional<DataPackage> read(const std::string& as) const {
    Problems ignored;
    if (folder_.empty()) return std::nullopt;
    return read_data(path(as), id_, DataAge::kept, policy_, ignored);
  }

  const std::string& folder_;
  const std::string& id_;
  const TrustPolicy& policy_;
};

std::string text_of(const Problems& problems) {
  std::string all;
  for (const Problem& it : problems) {
    all += (all.empty() ? "" : "\n") + it.text() + " [" + it.code + "]";
  }
  return all;
}

std::string shown(const Version& version) {
  return std::to_string(version[0]) + "." + std::to_string(version[1]) + "." +
         std::to_string(version[2]);
}

}  // namespace

void hand_data(const PluginManifest& manifest, const DataFolders& folders,
               const TrustPolicy& policy, std::map<std::string, std::string>& settings) {
  for (const auto& [name, line, file] : manifest.data.entries) {
    const std::string id = manifest.id + "." + name;
    const auto other = settings.find(name + "_package");
    const fs::path chosen = other == settings.end() || other->second.empty() ? file : other->second;
    const std::string path = (fs::path(folders.installed) / chosen).string();
    const KeptData kept(folders.kept, id, policy);
    Problems problems;
    auto package = read_data(path, id, DataAge::fresh, policy, problems);
    const auto before = package ? kept.of_name(package->name) : std::nullopt;
    if (before && package->version < before->version) {
      problems.push_back({"data-older", path, 0,
                          "it is version " + shown(package->version) + ", and " +
                              shown(before->version) + " was in use",
                          "install the newer package again"});
      package.reset();
    }
    if (package) {
      kept.keep(*package);
    } else {
      package = kept.last();
    }
    // Whatever a site file may say: only what was verified counts as verified.
    settings.erase(name);
    settings.erase(name + "_problem");
    if (package) settings[name] = package->text;
    if (!problems.empty()) settings[name + "_problem"] = text_of(problems);
  }
}

}  // namespace curante::kernel
