// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace curante::prescribing {

/// How long to wait before try number `attempts` + 1 while the service is away: 2, 5, 15, 30, 60 s.
int64_t wait_unreachable_ms(int32_t attempts);
/// The same while an outcome is being asked after: sooner, since a patient waits for the answer.
int64_t wait_uncertain_ms(int32_t attempts);

}  // namespace curante::prescribing
