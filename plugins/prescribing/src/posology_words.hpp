// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the words of a posology mean. Italian, as doctors abbreviate it.
namespace curante::prescribing {

enum class Part {
  number,  ///< `value` hundredths
  half,    ///< "mezza": 50 hundredths, also after "e"
  unit,    ///< `stem` "compress", "capsul" …; empty for one that may be several
  slash,
  plus,
  dash,
  joint,      ///< "e", a comma, a semicolon
  per_day,    ///< "al dì", "die"
  per_week,   ///< "a settimana"
  times,      ///< "volte"
  by,         ///< "x", "per": before a number of times
  every,      ///< "ogni"
  hours,      ///< "ore", after "ogni 8"; or before an hour: "ore 8"
  days,       ///< "giorni", after "ogni 2"
  alternate,  ///< "a giorni alterni"
  at,         ///< "alle", before an hour
  moment      ///< `value`: 1 morning, 2 noon, 3 afternoon, 4 evening, 5 night
};

struct Word {
  Part part;
  int64_t value = 0;
  std::string stem;
};

/// The words of a posology without those that change nothing; nothing when one is not known.
std::optional<std::vector<Word>> posology_words(std::string_view text);

}  // namespace curante::prescribing
