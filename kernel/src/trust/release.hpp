// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>

#include "trust/signature.hpp"

namespace curante::kernel {

/// What lies among libraries as <name>.release.sig: one signature, made as that of a plugin, for
/// all plugins that one maker released together, since to verify each takes its time of a start.
struct Release {
  int32_t format = 1;
  Named<std::string> plugins;  ///< id → "<version> <library> <manifest>", as in Signature
  std::string until, key, signature;
};
CURANTE_DESCRIBE(Release, format, plugins, until, key, signature);

constexpr std::string_view release_purpose = "curante release signature 1\n";
constexpr std::string_view release_ending = ".release.sig";

/// What a release says of each plugin, as if it had a signature of its own. Gives none, and a
/// problem ("release-malformed", "release-forged"), for any other text.
std::vector<Signature> read_release(std::string_view text, const std::string& file,
                                    Problems& problems);

struct ReleasedLibrary {
  Signature statement;
  bool has_own = false;  ///< a signature of its own stands beside it, too
};

/// What releases say, by path of the library.
using ReleasedLibraries = std::map<std::string, ReleasedLibrary>;

}  // namespace curante::kernel
