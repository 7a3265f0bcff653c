// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "cli/screen_files.hpp"

namespace curante::kernel {

/// One signed plugin on its way to others, <id>-<version>.curante: a plain tar archive of <id>.so,
/// <id>.sig, README and LICENCE if there are any, and the screens' files below ui/.
struct Package {
  std::string id;
  std::string library, signature;  ///< octets
  std::string readme, licence;     ///< empty = none
  ScreenFiles screens;
};

/// The archive's octets, the same for the same package.
std::string to_archive(const Package& package);

/// Reads an archive into memory and believes nothing of it. Throws Error{"package-unreadable"} for
/// a file that is no archive, is cut off or too large, and Error{"package-member"} for a member
/// that none of ours has: another name, a path that leads elsewhere, a link, one that is there
/// twice; or without the library and its signature.
Package read_package(const std::string& path);

/// Throws Error{"package-screens"} unless the signature is of these screens, too. Ask it of a
/// package whose signature was admitted.
void check_screens(const Package& package);

}  // namespace curante::kernel
