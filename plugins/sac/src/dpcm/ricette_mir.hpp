// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "red_recipe_channel.hpp"

/// The XML of recipes on the red pad, which travels zipped. Source: PROTOCOLS 3.2 [C]: the schema
/// was not found, so names and order are those of two clients of the same service.
namespace curante::sac::ricette_mir {

using Encrypt = std::function<std::string(const std::string& plain)>;

/// `encrypt` is for pincode and patients' codes. Throws Error{"red-batch-invalid"} for what no file
/// can say: no entry, too many, one code twice, a code that is none, a recipe without a line.
std::string encode(const std::vector<red_recipe_channel::Entry>& entries,
                   const std::string& pincode, const Encrypt& encrypt);

/// As many entries as one file may have. [U]: no limit is published.
inline constexpr size_t most_entries = 500;

}  // namespace curante::sac::ricette_mir
