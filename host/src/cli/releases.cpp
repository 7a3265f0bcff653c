// SPDX-License-Identifier: Apache-2.0
#include "cli/releases.hpp"

#include <dirent.h>

#include <algorithm>
#include <vector>

#include "curante/error.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace {

std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> files;
  // No folder: then no library is in it either, and that is told.
  DIR* open = opendir(folder.c_str());
  if (open == nullptr) return files;
  while (const dirent* entry = readdir(open)) {
    if (std::string_view(entry->d_name).ends_with(release_ending))
      files.push_back(folder + "/" + entry->d_name);
  }
  closedir(open);
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

ReleasedLibraries read_releases(const std::string& folder, Problems& problems) {
  ReleasedLibraries all;
  for (const std::string& file : files_of(folder)) {
    try {
      const std::string text = read_trusted_text(file, TrustedKind::signature);
      for (Signature& it : read_release(text, file, problems)) {
        const std::string id = it.plugin;
        if (all.emplace(folder + "/" + id + ".so", std::move(it)).second) continue;
        problems.push_back({"release-double", file, 0, id + " is in another release, too",
                            "remove the older of the two"});
      }
    } catch (const Error& e) {
      problems.push_back({e.code(), file, 0, e.message(), e.remedy()});
    }
  }
  return all;
}

}  // namespace curante::kernel
