// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace sistema_ts {

struct ZippedFile {
  std::string name;
  std::string content;
};

/// The one file of a ZIP archive; nothing if it is no archive, or has none or several.
std::optional<ZippedFile> only_file_of(const std::string& zip);

}  // namespace sistema_ts
