// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "curante/plugin.hpp"
#include "runtime/launch_plan.hpp"

namespace curante::kernel {

/// The entry of a plugin that is linked into the test instead of loaded.
template <class P>
const curante_plugin* linked_entry(std::string_view id) {
  using It = detail::Instance<P>;
  static const curante_plugin entry{sizeof(curante_plugin),
                                    CURANTE_ABI_MAJOR,
                                    CURANTE_ABI_MINOR,
                                    str(id),
                                    str("1.0.0"),
                                    &It::create,
                                    &It::start,
                                    &It::ready,
                                    &It::stop,
                                    &It::destroy,
                                    &It::services};
  return &entry;
}

template <class P>
PluginLaunch linked(std::string_view id) {
  PluginLaunch launch;
  launch.id = id;
  launch.version = "1.0.0";
  launch.linked = linked_entry<P>(id);
  return launch;
}

}  // namespace curante::kernel
