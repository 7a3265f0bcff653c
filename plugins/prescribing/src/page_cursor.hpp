// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/error.hpp"
#include "curante/moment.hpp"
#include "rules/id.hpp"

namespace curante::prescribing {

/// Where a page of a list ended: the time and the id of its last record.
struct PageCursor {
  std::string at;
  std::string id;

  /// Before the first record of a list that begins with the newest, or with the oldest.
  static PageCursor newest() { return {"infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"}; }
  static PageCursor oldest() { return {"-infinity", "00000000-0000-0000-0000-000000000000"}; }

  static std::string text(Instant at, const Id& id) { return at.iso() + "/" + id.value(); }

  /// What text() made, or `start` for nothing. Throws Error{"cursor-invalid"}.
  static PageCursor parse(const std::string& text, const PageCursor& start) {
    if (text.empty()) return start;
    const size_t slash = text.find('/');
    try {
      if (slash == std::string::npos) throw Error("cursor-invalid", "");
      return {Instant::parse(text.substr(0, slash)).iso(), Id(text.substr(slash + 1)).value()};
    } catch (const Error&) {
      throw Error("cursor-invalid", "il segno di continuazione dell'elenco non è valido",
                  "ricominciare l'elenco dall'inizio");
    }
  }
};

}  // namespace curante::prescribing
