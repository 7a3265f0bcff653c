// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::kernel {

/// Why a plugin does not run, in PostgreSQL's manner: what was needed and by whom, what was found,
/// what to do.
struct Refusal {
  std::string plugin, version;
  std::string code;  ///< of the registry sdk/errors.txt
  std::string needs, needs_where;
  std::string found, found_where;
  std::string remedy;
};
using Refusals = std::vector<Refusal>;

///   refused  it.example.wounds 3.1.0   contract-too-old
///     needs    chart/1 >= 1.3     (its manifest, line 14)
///     found    chart/1 1.1        provided by curante.chart 1.1.0
///     remedy   update curante.chart, or remove it.example.wounds from regions/lazio.info line 22
std::string to_text(const Refusal& refusal);

}  // namespace curante::kernel
