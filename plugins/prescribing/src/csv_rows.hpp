// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curante::prescribing {

/// The rows of a CSV text after its header, each with exactly `columns` fields; fields may be
/// quoted. Throws Error{"rules-malformed"} naming `file` and the line.
std::vector<std::vector<std::string>> csv_rows(std::string_view file, std::string_view text,
                                               size_t columns);

}  // namespace curante::prescribing
