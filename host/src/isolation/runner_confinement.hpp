// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace curante::isolation {

/// Where the runner finds what the host hands it.
inline constexpr int control_descriptor = 3, library_descriptor = 4, filter_descriptor = 5;
/// Names the plugin, where its library is only to be loaded.
inline constexpr const char* only_load_variable = "CURANTE_RUNNER_ONLY_LOAD";

/// Shuts the calling process in, for good: it ends with its parent, gains no rights by any
/// program, keeps to limits of its own, and makes only system calls that the filter in `filter_fd`
/// lets through, on all its threads. Closes `filter_fd`.
///
/// The runner calls it before any of the plugin's code runs. The limits on memory and
/// threads, and how far it stands back, come from the environment (`CURANTE_RUNNER_MEMORY`, in
/// octets; `CURANTE_RUNNER_THREADS` in a sandbox alone; `CURANTE_RUNNER_NICE`), where `spawn_runner` put them.
/// Throws Error{"confinement-failed"}: the process must then end without loading the plugin.
void confine_self(int filter_fd);

}  // namespace curante::isolation
