// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "validity.hpp"

namespace curante::formulary {

/// A note that a pack falls under, for a time.
struct PackNote {
  std::string code;
  Validity validity;
  bool operator==(const PackNote&) const = default;
};

/// As a pack's row keeps them: "01 97:2020-06-17: 04::2025-08-06"; a note alone holds at all times.
std::string write_pack_notes(const std::vector<PackNote>& notes);

/// The codes that hold on that day, each once, in the order of the row. Throws
/// Error{"invalid-date"}.
std::vector<std::string> pack_notes_on(const std::string& written, Date day);

}  // namespace curante::formulary
