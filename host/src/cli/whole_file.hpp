// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace curante::kernel {

/// Writes a file of mode 0644 beside `path`, brings it to the disk and renames it, so that a host
/// that starts now never reads a half. Says whether it is there now, whole; else nothing changed.
bool write_whole(const std::filesystem::path& path, std::string_view octets);

}  // namespace curante::kernel
