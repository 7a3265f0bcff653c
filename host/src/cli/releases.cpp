// SPDX-License-Identifier: Apache-2.0
#include "cli/releases.hpp"

#include <dirent.h>

#include <algorithm>
#include <vector>

#include "curante/error.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace {

struct Signatures {
  std::vector<std::string> releases;
  std::vector<std::string> own;  ///< of single libraries
};

Signatures signatures_in(const std::string& folder) {
  Signatures found;
  // No folder: then no library is in it either, and that is told.
  DIR* open = opendir(folder.c_str());
  if (open == nullptr) return found;
  while (const dirent* entry = readdir(open)) {
    const std::string_view name = entry->d_name;
    if (!name.ends_with(".sig")) continue;
    auto& kind = name.ends_with(release_ending) ? found.releases : found.own;
    kind.push_back(folder + "/" + entry->d_name);
  }
  closedir(open);
  std::sort(found.releases.begin(), found.releases.end());
  return found;
}

std::string library_in(const std::string& folder, const std::string& id) {
  return folder + "/" + id + ".so";
}

}  // namespace

ReleasedLibraries read_releases(const std::string& folder, Problems& problems) {
  ReleasedLibraries all;
  const Signatures signatures = signatures_in(folder);
  for (const std::string& file : signatures.releases) {
    try {
      const std::string text = read_trusted_text(file, TrustedKind::signature);
      for (Signature& it : read_release(text, file, problems)) {
        const std::string id = it.plugin;
        if (all.emplace(library_in(folder, id), ReleasedLibrary{std::move(it)}).second) continue;
        problems.push_back({"release-double", file, 0, id + " is in another release, too",
                            "remove the older of the two"});
      }
    } catch (const Error& e) {
      problems.push_back({e.code(), file, 0, e.message(), e.remedy()});
    }
  }
  for (const std::string& file : signatures.own) {
    const auto listed = all.find(library_in(folder, std::string(id_of(file))));
    if (listed != all.end()) listed->second.has_own = true;
  }
  return all;
}

}  // namespace curante::kernel
