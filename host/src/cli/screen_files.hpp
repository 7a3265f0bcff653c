// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace curante::kernel {

/// The files of a plugin's screens: name below its folder, as in `parts/panel.js`, → octets.
using ScreenFiles = std::map<std::string, std::string>;

/// Letters, digits, '-', '_' and dots between '/'; no part begins with a dot. Such a name stays
/// below the folder that it is put into.
bool is_screen_file_name(std::string_view name);

/// All files below `folder`. Throws Error{"screens-unreadable"} for another name, a link, or more
/// than 64 MiB.
ScreenFiles read_screen_files(const std::string& folder);

/// What Signature::ui holds: SHA-256 over the lines `<SHA-256 of a file>  <name>\n` in the order of
/// the names, as `sha256sum` prints them. Empty when there are no files.
std::string hash_of(const ScreenFiles& files);

}  // namespace curante::kernel
