// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "red/red_files.hpp"
#include "security/sanitel_key.hpp"

namespace sistema_ts {

/// What an attachment says.
struct RecipeFile {
  std::string refusal_code;  ///< empty: the file can be read
  std::string refusal;
  std::string pincode;  ///< encrypted
  std::vector<RedEntry> entries;
  std::string xml;
};

/// Reads the zipped RicetteMIR of an upload whose message names `file_name`. The simulator's own
/// statement of PROTOCOLS 3.2; refusal codes are assumed.
RecipeFile read_recipe_file(const std::string& file_name, const std::string& zip,
                            const SanitelKey& key);

}  // namespace sistema_ts
