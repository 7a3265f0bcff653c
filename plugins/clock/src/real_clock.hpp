// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clock.hpp"
#include "curante/context.hpp"

namespace curante::clock {

/// The machine's clock. Safe to use from any thread.
class RealClock {
 public:
  Reading on(const CallContext& context, const Now& call);
  /// Throws Error{"clock-fixed"}: nobody moves the time of a practice at work.
  Reading on(const CallContext& context, const Move& call);
};

}  // namespace curante::clock
