// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>

#include "hosting.hpp"

namespace curante::kernel {

/// The plugins of a host's directory as hosting/1 tells of them, each with who needs it. A process
/// that waits for what its plugin misses is "idle".
hosting::PluginList plugin_facts(const boost::json::object& directory);

/// The plugin of that id, or null.
const hosting::Plugin* find_plugin(const hosting::PluginList& list, std::string_view id);

}  // namespace curante::kernel
