// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "hosting.hpp"
#include "operation/call_figures.hpp"

namespace curante::kernel {

/// Writes what a monitoring system reads of a host: its process, its plugins, its calls. No personal data.
void write_host_metrics(PrometheusText& text, const hosting::PluginList& plugins,
                        const CallFigures& calls);

}  // namespace curante::kernel
