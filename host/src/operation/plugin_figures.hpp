// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "metrics.hpp"
#include "operation/prometheus_text.hpp"

namespace curante::kernel {

/// Writes what plugins count, by plugin. A figure that Prometheus could not read, or that is
/// another plugin's of another kind, is left out; of one plugin at most 100 figures with 1,000
/// samples each are written, so that none spoils the text of all.
void write_figures(PrometheusText& text, const std::map<std::string, metrics::FigureList>& plugins);

}  // namespace curante::kernel
