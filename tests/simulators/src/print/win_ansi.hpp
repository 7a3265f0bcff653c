// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace sistema_ts {

/// UTF-8 in the encoding of a PDF's standard fonts (Windows-1252); what has no letter there, and
/// what is no UTF-8, becomes a question mark.
std::string win_ansi(const std::string& utf8);

}  // namespace sistema_ts
