// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "trust/signature.hpp"

namespace curante::kernel {

/// What lies among libraries as <name>.release.sig, a signed text: one signature for all plugins that
/// one maker released together, since each one costs a start time.
struct Release {
  int32_t format = 1;
  Named<std::string> plugins;     ///< id → "<version> <library> <manifest>", as in Signature
  std::string until, key, signature;
};
CURANTE_DESCRIBE(Release, format, plugins, until, key, signature);

constexpr std::string_view release_purpose = "curante release signature 1\n";
constexpr std::string_view release_ending = ".release.sig";

/// As read_signature. Problems: "release-malformed", "release-forged".
std::optional<Release> read_release(std::string_view text, const std::string& file,
                                    Problems& problems);

/// What releases say, by path of the library: as if each had a signature of its own.
using ReleasedLibraries = std::map<std::string, Signature>;

/// All releases of a folder of plugins; the library of a listed one is <folder>/<id>.so. A release
/// that is not trustworthy as a file, is forged or lists what another one lists counts for
/// nothing and is a problem: those of read_release, "signature-untrusted", "release-double".
ReleasedLibraries read_releases(const std::string& folder, Problems& problems);

}  // namespace curante::kernel
