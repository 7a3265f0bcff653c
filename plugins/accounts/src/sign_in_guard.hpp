// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "curante/moment.hpp"

namespace curante::accounts {

/// What a wrong password leads to: nothing for the first four, then a growing lock (5th: 1 minute,
/// 6th: 2, 7th: 4 …), and from the 10th one until somebody unlocks the account. Keeps guessing below
/// 100 an hour and account (ASVS 4.0.3, 2.2.1).
std::optional<Instant> lock_after(int failures, Instant now);

}  // namespace curante::accounts
