// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace curante::messages {

/// How long to wait before try number `attempts` + 1: 10 and 30 s, 1, 2, 5, 15 and 30 min.
int64_t wait_ms(int32_t attempts);

}  // namespace curante::messages
