// SPDX-License-Identifier: Apache-2.0
#include "back_off.hpp"

#include <algorithm>
#include <iterator>

namespace curante::prescribing {
namespace {

template <size_t N>
int64_t step(const int64_t (&waits)[N], int32_t attempts) {
  return waits[std::clamp<int32_t>(attempts - 1, 0, static_cast<int32_t>(N) - 1)];
}

}  // namespace

int64_t wait_unreachable_ms(int32_t attempts) {
  constexpr int64_t waits[] = {2'000, 5'000, 15'000, 30'000, 60'000};
  return step(waits, attempts);
}

int64_t wait_uncertain_ms(int32_t attempts) {
  constexpr int64_t waits[] = {1'000, 2'000, 5'000, 10'000, 30'000, 60'000};
  return step(waits, attempts);
}

}  // namespace curante::prescribing
