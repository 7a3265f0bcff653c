// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "neighbours.hpp"
#include "restore_finder.hpp"

namespace curante::prescribing {

/// Doubts what waits when the database came back from a copy: there it never left the house, and
/// since that copy it may have.
///
/// The transmitter finds a restore where numbers were used since the copy, the red pads where forms
/// were; both may tell of one (red_recipes_restoration.hpp). Which was followed stands in the
/// database, written by the transaction that doubts. One whose event was lost with its host, or
/// whose doubting failed, is asked for again: at every start and about every minute. Safe from any
/// thread and several hosts.
class RestoreFollower {
 public:
  RestoreFollower(const Host& host, const Neighbours& neighbours, postgres::Pool& pool)
      : host_(host), neighbours_(neighbours), pool_(pool) {}

  /// Follows the last restore that either found. False when that was done, or there is none.
  /// Never throws: what failed is followed the next time.
  bool follow();
  /// Follows a restore that was told of; what the red pads know before one of the transmitter's.
  /// False when that was done. When it throws, nothing of that restore is written.
  bool follow(Instant found, RestoreFinder by);

 private:
  using LastRestored = std::function<recipe_transmitter::Restoration(Neighbours::Context)>;
  /// Nothing when it is not known.
  std::optional<bool> follow_last(const LastRestored& last, RestoreFinder by);
  std::optional<bool> follow_pads() {
    return follow_last(neighbours_.red_restored, RestoreFinder::red_pads);
  }
  bool doubt(Instant found, RestoreFinder by);

  Host host_;
  const Neighbours& neighbours_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
