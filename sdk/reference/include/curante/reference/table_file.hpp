// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "curante/error.hpp"

namespace curante::reference {

/// The content of a table's file; nothing when there is no such file. Throws
/// Error{"import-unreadable"} when it is there but cannot be read, or is larger than 64 MiB.
std::optional<std::string> read_table_file(const std::filesystem::path& file);

}  // namespace curante::reference
