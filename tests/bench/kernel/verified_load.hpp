// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::bench {

struct LoadFigures {
  double verified_ms = 0;  ///< from files to loaded, every signature and manifest checked
  double bare_ms = 0;      ///< dlopen of the same files
};

/// The medians of 61 runs each, in turns, in processes of their own, which have loaded none of the
/// libraries. Call it while this process has loaded nothing that they would inherit.
LoadFigures measure_load(const std::string& directory, const std::vector<std::string>& ids,
                         const std::string& trust);

}  // namespace curante::bench
