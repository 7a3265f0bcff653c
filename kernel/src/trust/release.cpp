// SPDX-License-Identifier: Apache-2.0
#include "trust/release.hpp"

#include <dirent.h>

#include <algorithm>
#include <vector>

#include "curante/error.hpp"
#include "manifest/plugin_manifest.hpp"
#include "trust/digest.hpp"
#include "trust/signed_text.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace {

/// What a release says of a plugin; nothing when it says it in another way.
std::optional<Signature> statement_of(const Release& release, const std::string& id,
                                      const std::string& line) {
  const size_t first = line.find(' '), second = line.rfind(' ');
  if (first == std::string::npos || first == second || !is_plugin_id(id)) return std::nullopt;
  Signature it;
  it.plugin = id;
  it.version = line.substr(0, first);
  it.library = line.substr(first + 1, second - first - 1);
  it.manifest = line.substr(second + 1);
  it.until = release.until;
  it.key = release.key;
  if (!from_hex(it.library, 32) || !from_hex(it.manifest, 32)) return std::nullopt;
  return it;
}

bool is_whole(const Release& it) {
  return it.format == 1 && from_hex(it.key, 32) && is_day_or_empty(it.until) &&
         std::all_of(it.plugins.entries.begin(), it.plugins.entries.end(), [&](const auto& plugin) {
           return statement_of(it, plugin.name, plugin.value);
         });
}

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

std::optional<Release> read_release(std::string_view text, const std::string& file,
                                    Problems& problems) {
  const size_t before = problems.size();
  Release it;
  const auto root = read_info(text, file, problems);
  if (root) StructReader(file, problems).read(*root, it);
  const Seal seal = seal_of(text, release_purpose, it.key, it.signature);
  if (problems.size() != before || seal == Seal::open || !is_whole(it)) {
    problems.resize(before);
    problems.push_back({"release-malformed", file, 0, "it is no signature of a release",
                        "make it again with `curante plugin sign … --release NAME`"});
    return std::nullopt;
  }
  if (seal == Seal::forged) {
    problems.push_back({"release-forged", file, 0,
                        "its text was changed, or the key it names did not make it",
                        "get the release again from its issuer"});
    return std::nullopt;
  }
  return it;
}

ReleasedLibraries read_releases(const std::string& folder, Problems& problems) {
  ReleasedLibraries all;
  for (const std::string& file : files_of(folder)) {
    try {
      const auto release =
          read_release(read_trusted_text(file, TrustedKind::signature), file, problems);
      if (!release) continue;
      for (const auto& it : release->plugins.entries) {
        const bool first =
            all.emplace(folder + "/" + it.name + ".so", *statement_of(*release, it.name, it.value))
                .second;
        if (first) continue;
        problems.push_back({"release-double", file, it.line,
                            it.name + " is in another release, too",
                            "remove the older of the two"});
      }
    } catch (const Error& e) {
      problems.push_back({e.code(), file, 0, e.message(), e.remedy()});
    }
  }
  return all;
}

}  // namespace curante::kernel
