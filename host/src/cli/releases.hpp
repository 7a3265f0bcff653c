// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "trust/release.hpp"

namespace curante::kernel {

/// All releases of a folder of plugins; the library of a listed one is <folder>/<id>.so. A release
/// that is not trustworthy as a file, or is forged, counts for nothing and is a problem; so is one
/// that lists what another one lists: those of read_release, "signature-untrusted",
/// "release-double".
ReleasedLibraries read_releases(const std::string& folder, Problems& problems);

}  // namespace curante::kernel
