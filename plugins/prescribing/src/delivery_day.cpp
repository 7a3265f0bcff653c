// SPDX-License-Identifier: Apache-2.0
// Delivery: recipes that carry the day of a wrong clock.
#include "delivery.hpp"
#include "rules/clock_behind.hpp"
#include "wrong_day.hpp"

namespace curante::prescribing {

using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using Verdict = wrong_day::Judgement::Verdict;

bool Delivery::kept_back_for_its_day(const Claimed& row, const Recipe& recipe) {
  const auto judgement = wrong_day::judge(recipe, row.day, neighbours_, host_.background());
  if (judgement.verdict == Verdict::suspect || judgement.verdict == Verdict::right) {
    outbox_.keep_day(row, judgement);
  }
  if (row.uncertain) return doubted_for_its_day(row, recipe, judgement);
  if (judgement.verdict != Verdict::wrong) return false;
  park_misdated(row, wrong_day::refusal(recipe));
  return true;
}

/// It may have left with that day long ago. But the channel looks for it only where it would send
/// it then, and is given it only when that cannot be.
bool Delivery::doubted_for_its_day(const Claimed& row, const Recipe& recipe,
                                   const wrong_day::Judgement& judgement) {
  if (judgement.verdict == Verdict::suspect) {
    // The channel would say the same, unless somebody puts the clock right at this very moment.
    Receipt waits;
    waits.reasons.push_back({"clock-behind", clock::behind_text(*judgement.behind),
                             clock::behind_remedy("l'invio riprende da solo"), 0, true});
    wait_or_ask(row, waits);
    return true;
  }
  if (judgement.verdict != Verdict::wrong) return false;
  const auto settled = is_settled_at_channel(row);
  if (settled == false) park_misdated(row, wrong_day::doubt(recipe));
  return settled != true;
}

void Delivery::park_misdated(const Claimed& row, const Error& why) {
  Progress progress;
  progress.state = State::attention;
  progress.at = now();
  progress.problem = why.message() + ": " + why.remedy();
  if (outbox_.park(row, progress)) tell(row, progress);
}

}  // namespace curante::prescribing
