// SPDX-License-Identifier: Apache-2.0
#include "sign_in_guard.hpp"

namespace curante::accounts {

std::optional<Instant> lock_after(int failures, Instant now) {
  constexpr int free_tries = 4, last_try = 10;
  if (failures <= free_tries) return std::nullopt;
  if (failures >= last_try) return Instant::parse("2999-01-01T00:00:00Z");
  constexpr int64_t minute_ms = 60'000;
  return Instant{now.ms + (minute_ms << (failures - free_tries - 1))};
}

}  // namespace curante::accounts
