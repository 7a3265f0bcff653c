// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/abi.h"
#include "trust/sealed_bytes.hpp"

namespace curante::kernel {

/// Loads a plugin's library from the very memory that was checked: nothing can change between check
/// and load. The mapping and its descriptor stay for the
/// program's life: C++ code cannot be unmapped safely, and the loader would take a reused
/// descriptor number for the first library.
///
/// Returns the entry. Throws Error{"library-unloadable", "library-exports-nothing",
/// "library-wrong-abi", "library-wrong-identity"}. Main thread.
const curante_plugin* load_library(const std::string& id, const SealedBytes& library);

/// The checks of an entry alone, for plugins that are linked into the program.
void check_entry(const curante_plugin& entry, const std::string& id);

}  // namespace curante::kernel
