// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::isolation {

/// The system calls that a plugin may make: a list of what its libraries live on. Refused aloud
/// (EPERM) is what harms others or leads out: new programs and processes, other processes' memory,
/// mounts, namespaces, kernel modules and keys, kernel memory that no limit of the process counts;
/// sockets of families other than Unix (with `unix_sockets`) and the internet's (with `network`)
/// are of no known family. Everything else, and so whatever a newer kernel adds, is answered with ENOSYS.
///
/// Rationale: what leads out of a sandbox is known only for the kernels that there are. A call that
/// a list of refusals did not know yet (fchmodat2) passed it. ENOSYS is what the C library expects
/// of an older kernel, so a newer one does without.
///
/// Gives a path by which this process opens the program, ready for the kernel (an array of struct
/// sock_filter). Made once for each kind. Safe to use from any thread.
/// Throws Error{"sandbox-unavailable"}.
std::string seccomp_program(bool network, bool unix_sockets);

}  // namespace curante::isolation
