// SPDX-License-Identifier: Apache-2.0
#include "cli/screen_vouching.hpp"

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

void check(Candidate& it, const std::string& folder) {
  const PluginImage& image = *it.image;
  if (image.screens.empty()) {
    if (image.issuer.kind != IssuerKind::third_party) return;
    return refuse(it, "screens-unsigned", "screens that nobody signed",
                  "by the third party " + image.issuer.name,
                  "get it packed by its maker (`curante plugin pack … --ui FOLDER`)");
  }
  try {
    if (hash_of(read_screen_files(folder)) == image.screens) return;
    refuse(it, "screens-altered", "other files", folder,
           "unpack the plugin again, as its issuer gave it");
  } catch (const Error& e) {
    refuse(it, "screens-altered", e.message(), "", "unpack the plugin again, as its issuer gave it");
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
