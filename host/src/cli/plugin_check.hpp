// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cli/arguments.hpp"
#include "image/plugin_image.hpp"

namespace curante::kernel {

/// Whom this installation trusts in the profile that the line names, and whom the file does that
/// its --trust names. What is wrong with the files goes to `problems`.
TrustPolicy policy_of(const Arguments& arguments, Problems& problems);

/// On standard error; whether there is nothing to tell. Where a file of the trust store is not
/// understood a key may be revoked without anybody knowing: then no plugin is called good.
bool told_no_problem(const Problems& problems);

/// Reads a library as a host would; prints every refusal. Runs nothing of it.
std::optional<PluginImage> admit_plugin(const std::string& path, const TrustPolicy& policy);

/// Loads it (see library_trial.hpp); prints why it cannot be, or must not be tried.
bool loads(const PluginImage& image);

}  // namespace curante::kernel
