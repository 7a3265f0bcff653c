// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "facts.hpp"

namespace curante::prescribing {

/// How far back the recipes are read that tell since when a drug is in use.
inline constexpr int32_t days_in_use_known = 365;

/// What else there is of a line's substance: in the draft, lately prescribed, or running.
struct SubstanceHistory {
  int32_t same_pack_line = 0;       ///< an earlier line with the same pack; 0: none
  int32_t same_substance_line = 0;  ///< an earlier line with the same substance in another pack
  const RecentLine* newest = nullptr;
  /// The same pack, prescribed today or not settled yet: the newest such.
  const RecentLine* same_pack = nullptr;
  const chart::Therapy* running = nullptr;  ///< another therapy with the same substance
  /// Days since the substance is in use: since the chart's running therapy with it began, or since the
  /// first of a row of recipes; the longer. 0: not known.
  int32_t used_days = 0;
  bool renews_ended = false;  ///< the line renews a therapy that the chart does not have running
};

/// Of the drug on the line with this index.
SubstanceHistory substance_history(const Facts& facts, size_t index);

}  // namespace curante::prescribing
