// SPDX-License-Identifier: Apache-2.0
// Transmitter: whether a recipe was dispensed.
#include "dispensing_state.hpp"
#include "told.hpp"
#include "transmitter.hpp"

namespace curante::sac {

using recipe_transmitter::DispensingState;
using recipe_transmitter::DispensingView;
using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

namespace {

constexpr std::string_view not_at_ssn_charge = "5221";

DispensingView view_of(const visualizza_prescritto::View& seen, Instant at) {
  DispensingView view{DispensingState::unknown, "il SAC non conosce questa ricetta", at};
  if (seen.of_another) view.text = "la ricetta risulta di un altro medico";
  if (!seen.known) return view;
  view = dispensing_in(seen.state, at);
  for (const auto& reason : seen.reasons) {
    if (reason.code == not_at_ssn_charge) view.text += ", non a carico del SSN";
  }
  return view;
}

}  // namespace

DispensingView Transmitter::dispensing(const std::string& recipe_id, const std::string& account) {
  const auto submission = find(recipe_id);
  if (!submission) {
    throw Error("recipe-unknown", "questa ricetta non è stata affidata al SAC",
                "cercarla nel canale da cui è partita");
  }
  const auto unknown = [&](const Receipt& why) {
    const auto& reason = why.reasons.at(0);
    return DispensingView{DispensingState::unknown, reason.text, time_.now()};
  };
  if (submission->state == SubmissionState::withdrawn) {
    return {DispensingState::annulled, "annullata dal medico", time_.now()};
  }
  if (submission->state != SubmissionState::accepted &&
      submission->state != SubmissionState::withdrawing) {
    return {DispensingState::unknown, "la ricetta non risulta accettata dal SAC", time_.now()};
  }
  const Credentials who = credentials_.load(account);
  if (const auto lack = lacking(who)) return unknown(*lack);
  visualizza_prescritto::View seen;
  const Receipt asked = attempt(account, who, Operation::view, [&] {
                          seen = client_.view(submission->nre, submission->author, who);
                          return bare(Outcome::accepted);
                        }).receipt;
  if (asked.outcome != Outcome::accepted) return unknown(asked);
  return view_of(seen, time_.now());
}

}  // namespace curante::sac
