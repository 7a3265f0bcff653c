// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "metrics.hpp"
#include "operation/prometheus_text.hpp"

namespace curante::kernel {

/// Writes what plugins count, by plugin. Left out, so that none spoils the text of all: a figure that
/// Prometheus could not read, one whose name the text has already (the host's own), another plugin's
/// of another kind, a sample told twice, and of one plugin whatever is beyond 100 figures with 1,000
/// samples each. How many that were of which plugin is the family that ends it, if there were any.
void write_figures(PrometheusText& text, const std::map<std::string, metrics::FigureList>& plugins);

}  // namespace curante::kernel
