// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace curante::messages {

/// How long to wait before try number `attempts` + 1: 10 and 30 s, 1, 2, 5, 15 and 30 min.
int64_t wait_ms(int32_t attempts);

/// How often a message is sent whose outcome stays unknown, the first time included: each of them
/// may be a copy in the patient's letter box.
constexpr int32_t most_doubts = 3;

/// How long to wait after outcome number `doubts` that nobody knows: 2 and 15 min.
int64_t doubt_wait_ms(int32_t doubts);

}  // namespace curante::messages
