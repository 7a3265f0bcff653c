// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "neighbours.hpp"
#include "sistema_ts.hpp"

namespace curante::prescribing {

/// Notes on a recipe that it is at the service under a second number too, whatever becomes of the
/// first. Told again it changes nothing. Safe from any thread.
class LateArrivals {
 public:
  LateArrivals(const Host& host, const Neighbours& neighbours, postgres::Pool& pool)
      : host_(host), neighbours_(neighbours), pool_(pool) {}

  void follow(const sistema_ts::LateArrivalChanged& change);

 private:
  Host host_;
  const Neighbours& neighbours_;
  postgres::Pool& pool_;
};

/// What the recipe's readers are told of its `numbers`; empty for none.
std::string late_text(const std::string& numbers, State state);

}  // namespace curante::prescribing
