// SPDX-License-Identifier: Apache-2.0
// PrescribingService: whether a recipe was dispensed.
#include "prescribing_service.hpp"

namespace curante::prescribing {

using recipe_transmitter::DispensingState;
using recipe_transmitter::DispensingView;

namespace {

/// Why there is nothing to ask; nothing when there is.
const char* unasked(State state) {
  switch (state) {
    case State::accepted:
    case State::withdrawing:
      return nullptr;
    case State::past:
      return "inviata con un altro programma: lo stato si vede dal sito Sistema TS";
    case State::printed:
      return "su carta: nessun servizio sa se è stata erogata";
    case State::refused:
      return "rifiutata dal servizio: non si può erogare";
    default:
      return "il servizio non l'ha ancora accettata";
  }
}

}  // namespace

DispensingView PrescribingService::on(const CallContext& context, const Dispensing& call) {
  const auto recipe = reader_.recipe(context.practice(), call.recipe);
  const Instant at = neighbours_.now(context).now;
  if (recipe.view.state == State::withdrawn) {
    return {DispensingState::annulled, "annullata dal medico", at};
  }
  if (const char* why = unasked(recipe.view.state)) return {DispensingState::unknown, why, at};
  const Id author = reader_.get(context.practice(), recipe.prescription).author;
  try {
    return neighbours_.dispensing(context, {call.recipe, author});
  } catch (const Error& e) {
    if (e.code() != "recipe-unknown" && e.code() != "contract-unavailable") throw;
    return {DispensingState::unknown, e.message(), at};
  }
}

}  // namespace curante::prescribing
