// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "neighbours.hpp"

namespace curante::prescribing {

/// Keeps recipes in step with their red forms: one cancelled there is withdrawn, one reprinted has
/// its new code. An event is only the occasion: what changed is asked for from the last position
/// that was followed, so that nothing is missed while this room was down. Safe from any thread and
/// several hosts.
class RedSteps {
 public:
  RedSteps(const Host& host, const Neighbours& neighbours, postgres::Pool& pool)
      : host_(host), neighbours_(neighbours), pool_(pool) {}

  /// Follows all that changed. Never throws: what failed is followed the next time.
  void follow();

 private:
  int64_t position(const std::string& practice);
  /// Follows the changes after `from` and moves on, in one transaction. False when another was
  /// faster.
  bool apply(const std::string& practice, int64_t from, const red_recipes::ChangeList& changes);

  Host host_;
  const Neighbours& neighbours_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
