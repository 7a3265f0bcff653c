// SPDX-License-Identifier: Apache-2.0
#include "back_off.hpp"

#include <algorithm>
#include <iterator>

namespace curante::messages {

int64_t wait_ms(int32_t attempts) {
  constexpr int64_t waits[] = {10'000, 30'000, 60'000, 120'000, 300'000, 900'000, 1'800'000};
  return waits[std::clamp<int32_t>(attempts - 1, 0, static_cast<int32_t>(std::size(waits)) - 1)];
}

int64_t doubt_wait_ms(int32_t doubts) {
  return doubts <= 1 ? 120'000 : 900'000;
}

}  // namespace curante::messages
