// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace curante::isolation {

/// Whether a wait for the other process begins with looking for its octets again and again, before
/// it sleeps: to be woken takes longer than most calls.
///
/// What it costs: a look takes a processor for up to `longest`, on each side. In a burst of calls it
/// takes what sleeping and waking would have taken; after its end one look finds nothing. Where looks
/// find nothing time after time (the process idles, its calls are long, its peer gets no processor
/// meanwhile) they become as rare as one in `most_skipped`, so that they cost 0.2 µs a wait. With one
/// processor there are none: nobody could write while this side looks. Used by one thread at a time.
class Lookout {
 public:
  /// About twice as long as a call that wakes a sleeping peer.
  static constexpr std::chrono::microseconds longest{50};
  static constexpr uint32_t most_skipped = 256;

  explicit Lookout(int processors = processors_of_this_thread()) : alone_(processors < 2) {}

  /// Asked once a wait; after a true one, `found` or `missed` tells how the look ended.
  bool due() {
    if (skip_ == 0) return !alone_;
    --skip_;
    return false;
  }
  /// Not told of what was there already: sleep would not have been, either. Halves only, since now
  /// and then a look is lucky where looking is no use.
  void found() { pause_ /= 2; }
  /// A single miss is how every burst ends, so it costs nothing yet.
  void missed() {
    skip_ = pause_;
    pause_ = std::clamp(pause_ * 2, 1U, most_skipped);
  }

 private:
  static int processors_of_this_thread() {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  }

  bool alone_;
  uint32_t skip_ = 0;   ///< waits that will not look
  uint32_t pause_ = 0;  ///< how many such waits the next miss costs
};

}  // namespace curante::isolation
