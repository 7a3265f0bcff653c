// SPDX-License-Identifier: Apache-2.0
#include "cli/screen_vouching.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "cli/screen_files.hpp"
#include "curante/error.hpp"

namespace curante::kernel {

namespace {

void refuse(Candidate& it, const char* code, const std::string& found, const std::string& where,
            const char* remedy) {
  it.problems.push_back({it.image->manifest.id, it.image->manifest.version, code,
                         "the screens that were signed with it", "(its manifest: ui)", found, where,
                         remedy});
}

/// Nobody but root and the host's user can have put or changed what lies there. Throws
/// Error{"screens-unreadable"}.
void demand_own(const std::filesystem::path& path) {
  struct stat facts {};
  const bool known = lstat(path.c_str(), &facts) == 0;
  const bool own = known && (facts.st_uid == 0 || facts.st_uid == geteuid());
  if (own && (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0) return;
  throw Error("screens-unreadable", path.string() + " could be changed by others",
              "make it of root or of the service's user, and let nobody else write it");
}

void demand_own_tree(const std::string& folder) {
  demand_own(folder);
  for (const auto& it : std::filesystem::recursive_directory_iterator(folder))
    demand_own(it.path());
}

void check(Candidate& it, const std::string& folder) {
  const PluginImage& image = *it.image;
  if (image.screens.empty()) {
    if (image.issuer.kind != IssuerKind::third_party) return;
    return refuse(it, "screens-unsigned", "screens that nobody signed",
                  "by the third party " + image.issuer.name,
                  "get it packed by its maker (`curante plugin pack … --ui FOLDER`)");
  }
  try {
    const bool as_signed = hash_of(read_screen_files(folder)) == image.screens;
    demand_own_tree(folder);
    if (as_signed) return;
    refuse(it, "screens-altered", "other files", folder,
           "unpack the plugin again, as its issuer gave it");
  } catch (const std::filesystem::filesystem_error& e) {
    refuse(it, "screens-altered", e.what(), "", "unpack the plugin again, as its issuer gave it");
  } catch (const Error& e) {
    refuse(it, "screens-altered", e.message(), "",
           "unpack the plugin again, as its issuer gave it");
  }
}

}  // namespace

void check_screens(std::vector<Candidate>& candidates, const std::string& directory) {
  for (Candidate& it : candidates) {
    if (it.image && !it.image->manifest.ui.module.empty()) {
      check(it, directory + "/" + it.image->manifest.id);
    }
  }
}

}  // namespace curante::kernel
