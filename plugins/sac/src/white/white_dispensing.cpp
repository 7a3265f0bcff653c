// SPDX-License-Identifier: Apache-2.0
// WhiteTransmitter: whether a recipe was dispensed.
#include <algorithm>

#include "dispensing_state.hpp"
#include "told.hpp"
#include "transmitter_turn.hpp"
#include "white/white_transmitter.hpp"

namespace curante::sac::white {

using recipe_transmitter::DispensingState;
using recipe_transmitter::DispensingView;
using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

namespace {

/// Which rows are dispensed, where not all are in the recipe's own state.
std::string rows_told(const Held& held) {
  const auto done = std::count(held.row_states.begin(), held.row_states.end(), state_dispensed);
  const auto all = static_cast<std::ptrdiff_t>(held.row_states.size());
  if (all < 2 || done == 0 || done == all) return "";
  return ": " + std::to_string(done) + (done == 1 ? " riga su " : " righe su ") +
         std::to_string(all);
}

DispensingView view_of(const std::string& number, const View& seen, Instant at) {
  const auto held = std::find_if(seen.held.begin(), seen.held.end(),
                                 [&](const Held& it) { return it.number == number; });
  if (held != seen.held.end()) {
    DispensingView view = dispensing_in(held->state, at);
    view.text += rows_told(*held);
    return view;
  }
  const std::string why = seen.reasons.empty() || seen.absent ? "" : ": " + seen.reasons[0].text;
  return {DispensingState::unknown, "il servizio non conosce questa ricetta" + why, at};
}

}  // namespace

DispensingView WhiteTransmitter::dispensing(const std::string& recipe_id,
                                            const std::string& account) {
  const WhiteSubmission it = known(recipe_id);
  const Instant at = sac_.time_.now();
  if (it.state == WhiteState::withdrawn) {
    return {DispensingState::annulled, "annullata dal medico", at};
  }
  if (it.state != WhiteState::accepted && it.state != WhiteState::withdrawing) {
    return {DispensingState::unknown, "la ricetta non risulta accettata dal servizio", at};
  }
  const auto unknown = [&](const Receipt& why) {
    return DispensingView{DispensingState::unknown, why.reasons.at(0).text, at};
  };
  const Credentials who = sac_.credentials_.load(account);
  if (const auto lack = sac_.lacking(who)) return unknown(*lack);
  View seen;
  const Receipt asked =
      sac_.attempt(account, who, sac::Operation::white,
                   [&] {
                     seen = client_.view(it.number, it.author, it.content.patient_code, who);
                     return bare(Outcome::accepted);
                   })
          .receipt;
  if (asked.outcome != Outcome::accepted) return unknown(asked);
  return view_of(it.number, seen, at);
}

}  // namespace curante::sac::white
