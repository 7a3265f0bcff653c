// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "runtime/slot.hpp"

namespace curante::kernel {

/// The host as one plugin sees it: the extensions of abi.h, answered for its slot.
curante_host host_edge(Slot& slot);

}  // namespace curante::kernel
