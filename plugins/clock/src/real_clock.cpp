// SPDX-License-Identifier: Apache-2.0
#include "real_clock.hpp"

#include <chrono>

#include "rules/rome_time.hpp"

namespace curante::clock {

Reading RealClock::on(const CallContext&, const Now&) {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  const Instant now{std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
  return {now, rome::date(now), rome::text(now)};
}

Reading RealClock::on(const CallContext&, const Move&) {
  throw Error("clock-fixed", "questo orologio segna l'ora vera e non si può spostare",
              "per le prove usare un profilo con l'orologio simulato");
}

}  // namespace curante::clock
