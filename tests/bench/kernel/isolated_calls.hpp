// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/launch_plan.hpp"

namespace curante::bench {

struct IsolatedFigures {
  double p50_us = 0, p99_us = 0;            ///< a call that gives a person
  double bare_p50_us = 0, bare_p99_us = 0;  ///< as many octets there and back, in the same minutes
  double spawn_ms = 0, spawn_bare_ms = 0;   ///< to the first reply, in the sandbox and without
};

/// Runs `trivial`, a plugin of bench/1, in a process of its own.
IsolatedFigures measure_isolated(const kernel::PluginLaunch& trivial);

}  // namespace curante::bench
