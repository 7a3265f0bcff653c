// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::isolation {

/// The system calls that no plugin needs and that harm others or lead out: new programs and
/// processes, other processes' memory, mounts, namespaces, kernel modules and keys, sockets of
/// families other than Unix (with `unix_sockets`) and the internet's (with `network`).
///
/// Rationale: a list of what is refused, not of what is allowed. Plugins bring libraries that
/// nobody here knows, and an allow-list would break them with each update of the C library; what
/// leads out of a sandbox is known, and the namespaces stand behind it.
///
/// Gives a path by which this process opens the program, ready for the kernel (an array of struct
/// sock_filter). Made once for each kind. Safe to use from any thread.
/// Throws Error{"sandbox-unavailable"}.
std::string seccomp_program(bool network, bool unix_sockets);

}  // namespace curante::isolation
