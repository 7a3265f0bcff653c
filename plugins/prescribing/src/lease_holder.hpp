// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace curante::prescribing {

/// This process's name on the leases it takes, and whether another's is surely dead: so that a host
/// that was killed and starts again need not wait for its own old leases to run out.
/// Names hold machine, PID name space, PID and the process's start time, so that none is used
/// twice.
std::string lease_holder();
/// True only when the holder ran in this machine and name space and its process is gone.
bool surely_dead(const std::string& holder);

}  // namespace curante::prescribing
