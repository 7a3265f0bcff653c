// SPDX-License-Identifier: Apache-2.0
#include "restore_follower.hpp"

#include <fmt/format.h>

#include "curante/fault.hpp"
#include "curante/postgres/prepared.hpp"
#include "outbox.hpp"
#include "paper_route.hpp"
#include "prepared_store.hpp"

namespace curante::prescribing {

bool RestoreFollower::follow() {
  // The red pads first: by the transmitter's restore alone, what may be on a form would be sent. So
  // it would where they cannot say.
  const auto pads = follow_pads();
  const auto finder = pads ? RestoreFinder::transmitter : RestoreFinder::silent_pads;
  return follow_last(neighbours_.last_restored, finder).value_or(false) || pads.value_or(false);
}

std::optional<bool> RestoreFollower::follow_last(const LastRestored& ask, RestoreFinder by) {
  try {
    const auto last = ask(host_.background());
    return last.found && doubt(*last.found, by);
  } catch (const std::exception& e) {
    const std::string fault = fault_of(e);
    // Without a channel nothing is sent, without pads nothing is printed; an older channel tells of
    // a restore by its event alone, older pads do not.
    if (fault == "contract-unavailable" || fault == "call-unknown") return false;
    host_.warning(
        fmt::format("whether the database came back from a copy is not known: {}", fault));
    return std::nullopt;
  }
}

bool RestoreFollower::follow(Instant found, RestoreFinder by) {
  const auto pads = by == RestoreFinder::transmitter ? follow_pads() : false;
  return doubt(found, pads ? by : RestoreFinder::silent_pads) || pads.value_or(false);
}

bool RestoreFollower::doubt(Instant found, RestoreFinder by) {
  const std::string practice = host_.background().practice();
  const bool now = pool_.write([&](pqxx::transaction_base& tx) {
    const auto noted = postgres::prepared(
        tx,
        "with held as (select $3 or exists (select from red_step where practice_id = $1"
        "   and position > 0) as forms)"
        " insert into followed_restore (practice_id, found, forms_held)"
        " select $1, $2, held.forms from held where not exists (select from followed_restore"
        "   where practice_id = $1 and found = $2 and (forms_held or not $4))"
        " on conflict do nothing",
        practice, found.iso(), by != RestoreFinder::transmitter,
        // Only what the pads found goes beyond what was followed: that they are silent for a moment
        // says nothing new of an old one.
        by == RestoreFinder::red_pads);
    if (noted.affected_rows() == 0) return false;
    PaperRoute::hold_waiting(tx, practice, found, by);
    Outbox::doubt_all(tx, practice);
    PreparedStore::doubt_all(tx, practice);
    return true;
  });
  if (now) host_.warning("the database came back from a copy: what waits in it is doubted");
  return now;
}

}  // namespace curante::prescribing
