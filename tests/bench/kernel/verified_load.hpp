// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::bench {

struct LoadFigures {
  double verified_ms = 0;  ///< from files to loaded, every signature and manifest checked
  double bare_ms = 0;      ///< dlopen of the same files
  double ratio = 0;        ///< of the first to the second, turn by turn
};

/// The medians of 61 turns, each of one run of both, in processes of their own, which have loaded none of
/// the libraries. The ratio is the median of each turn's own: a machine that is slow for a time weighs on
/// both runs of a turn, not on one of two medians. Call it while this process has loaded nothing that they
/// would inherit.
LoadFigures measure_load(const std::string& directory, const std::vector<std::string>& ids,
                         const std::string& trust);

}  // namespace curante::bench
