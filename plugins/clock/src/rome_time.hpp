// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "clock.hpp"

namespace curante::clock {

/// The civil time of Europe/Rome at a point in time: CET, and CEST from the last Sunday of March to
/// the last Sunday of October, changing at 01:00 UTC. Source: Directive 2000/84/EC, articles 2
/// and 3. Written here because the C++ library of Debian 12 has no time zones, and changing the
/// process's TZ is not safe with threads. Dates before 1997 follow the same rule, which is near
/// enough: the clock only ever tells the present.
Reading rome_reading(Instant now);

}  // namespace curante::clock
