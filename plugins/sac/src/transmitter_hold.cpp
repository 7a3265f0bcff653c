// SPDX-License-Identifier: Apache-2.0
// Transmitter: recipes that wait while those which are sent get no answer.
#include <cstdlib>

#include "password_age.hpp"
#include "rules/rome_time.hpp"
#include "told.hpp"
#include "transmitter.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

namespace {

/// "dalle 09:12", with the day when it was another.
std::string since_when(Instant since, Instant now) {
  const std::string time = rome::text(since).substr(11, 5);
  if (rome::date(since) == rome::date(now)) return "dalle " + time;
  return "dal " + italian(rome::date(since)) + " alle " + time;
}

}  // namespace

Receipt Transmitter::held(const SendingHold::Standing& standing, bool may_be_there) {
  // It may be another host that found it out.
  if (health_.answers(Operation::submit)) {
    health_.failed(Operation::submit, standing.problem, time_.now(), standing.since);
  }
  return told(may_be_there ? Outcome::uncertain : Outcome::unreachable, "sending-held",
              "Sistema TS non risponde agli invii " + since_when(standing.since, time_.now()),
              may_be_there ? "appena risponde, se non risulta arrivata, la ricetta riparte da sola"
                           : "la ricetta attende, senza numero, e parte da sola appena risponde; "
                             "intanto si può stampare su carta");
}

Receipt Transmitter::send_prepared(Submission it, const Recipe& recipe, const Credentials& who) {
  const auto passage = pool_.write(
      [&](pqxx::transaction_base& tx) { return hold_.ask(tx, it.recipe_id, time_.now()); });
  if (passage.held) return held(*passage.held, /*may_be_there=*/false);
  return send(std::move(it), recipe, who, passage);
}

void Transmitter::sending_answered(const SendingHold::Passage& passage) {
  if (!passage.noted && !hold_noted_) return;
  hold_noted_ = false;
  pool_.write([&](pqxx::transaction_base& tx) { hold_.answered(tx); });
}

void Transmitter::found_there(const Submission& it) {
  pool_.write([&](pqxx::transaction_base& tx) { hold_.arrived(tx, it.recipe_id); });
}

void Transmitter::sending_unanswered(const Submission& it, const SendingHold::Passage& passage,
                                     const Attempt& sent) {
  if (sent.receipt.outcome == Outcome::accepted) return;
  // A message that is turned back for its form was read.
  if (sent.receipt.outcome == Outcome::refused) return sending_answered(passage);
  if (!sent.may_have_arrived) {
    if (!passage.probing) return;
    pool_.write([&](pqxx::transaction_base& tx) { hold_.released(tx, it.recipe_id); });
    return;
  }
  const std::string problem = sent.receipt.reasons.empty() ? "" : sent.receipt.reasons[0].text;
  hold_noted_ = true;
  const auto standing = pool_.write([&](pqxx::transaction_base& tx) {
    return hold_.failed(tx, it.recipe_id, problem, time_.now());
  });
  // Also of answers that say nothing, which the health counts as answers while they are few.
  if (standing && standing->holds) {
    health_.failed(Operation::submit, standing->problem, time_.now(), standing->since);
  }
}

void Transmitter::follow_hold() {
  // Without anybody who tries nothing is known any more.
  constexpr int64_t known_for_ms = 5 * 60'000;
  const auto standing =
      pool_.look_up([&](pqxx::transaction_base& tx) { return hold_.standing(tx); });
  const Instant at = time_.now();
  const bool fails_here = health_.answers(Operation::front) && !health_.answers(Operation::submit);
  if (!standing) {
    hold_noted_ = false;
    if (fails_here) health_.answered(Operation::submit, at);
  } else if (standing->holds && !fails_here &&
             std::abs(at.ms - standing->tried.ms) < known_for_ms) {  // by a clock that may be moved
    health_.failed(Operation::submit, standing->problem, at, standing->since);
  }
}

}  // namespace curante::sac
