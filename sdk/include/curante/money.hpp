// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace curante {

/// An amount of euro in minor units (cents). On the wire: an integer of cents.
struct Money {
  int64_t cents = 0;
  auto operator<=>(const Money&) const = default;
};

}  // namespace curante
