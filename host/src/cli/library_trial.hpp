// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "image/plugin_image.hpp"

namespace curante::kernel {

struct Trial {
  std::string unshut;  ///< why there was no sandbox around it; empty when there was one
};

/// Loads the library in a process of its own, as a host loads an isolated plugin: in `runner`,
/// under the sandbox, with no network and no folder, since what is checked is often a stranger's
/// and the caller is often root. Where this machine makes no sandbox, what a host would load into
/// its own process anyway is tried under the runner's limits alone, and a `stranger`'s is not tried.
///
/// Throws what the library's entry is refused for, Error{"library-unloadable"} for what ends its
/// process or takes longer than `longest`, {"sandbox-unavailable", "runner-unstartable"}.
Trial try_loading(const PluginImage& image, const std::string& runner, bool stranger,
                  std::chrono::milliseconds longest = std::chrono::seconds(10));

}  // namespace curante::kernel
