// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "curante/abi.h"

namespace curante::kernel {

/// Loads a plugin's library from the very bytes that were checked: a sealed copy in memory, so that
/// nothing on disk can change between check and load. The mapping and its descriptor stay for the
/// program's life: C++ code cannot be unmapped safely, and the loader would take a reused descriptor
/// number for the first library.
///
/// Returns the entry. Throws Error{"library-unloadable", "library-exports-nothing",
/// "library-wrong-abi", "library-wrong-identity"}. Main thread.
const curante_plugin* load_library(const std::string& id, std::span<const unsigned char> bytes);

/// The checks of an entry alone, for plugins that are linked into the program.
void check_entry(const curante_plugin& entry, const std::string& id);

}  // namespace curante::kernel
