// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "image/plugin_image.hpp"

namespace curante::kernel {

/// Whom this installation trusts in the profile that the line names; what is wrong with its files
/// is told on standard error.
TrustPolicy policy_of(const Arguments& arguments);

/// Reads a library as a host would; prints every refusal. Runs nothing of it.
std::optional<PluginImage> admit_plugin(const std::string& path, const TrustPolicy& policy);

/// The same, and loads it in a process of its own.
std::optional<PluginImage> check_plugin(const std::string& path, const TrustPolicy& policy);

}  // namespace curante::kernel
