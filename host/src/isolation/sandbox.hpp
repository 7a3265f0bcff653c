// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::isolation {

struct Confinement;

/// The command that starts `program` inside bubblewrap: namespaces of its own, no capability, and
/// of the machine's files /usr, `program` itself (as /runner) and the confinement's folder, all
/// read-only, some settings under /etc, and an empty /tmp of 16 MiB.
std::vector<std::string> sandboxed(const std::string& program, const Confinement& confinement);

/// Tries once whether this machine lets bubblewrap work, and remembers that it does. Throws
/// Error{"sandbox-unavailable"} with bubblewrap's own reason. Safe to use from any thread.
void require_sandbox();

}  // namespace curante::isolation
