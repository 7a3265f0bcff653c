// SPDX-License-Identifier: Apache-2.0
// PrescribingService: delivering an accepted recipe later, again, or another way.
#include <fmt/format.h>

#include "handover.hpp"
#include "handover_recall.hpp"
#include "prescribing_service.hpp"

namespace curante::prescribing {
namespace {

void demand_accepted(const RecipeView& view) {
  if (view.state == State::accepted) return;
  throw Error("recipe-not-deliverable",
              view.state == State::withdrawn || view.state == State::withdrawing
                  ? "la ricetta è annullata: non va consegnata"
                  : "si consegna solo una ricetta elettronica accettata dal servizio",
              "aggiornare l'elenco e controllare lo stato della ricetta");
}

}  // namespace

std::vector<DeliveryChoice> PrescribingService::choices_of(const CallContext& context,
                                                           const PrescriptionReader::Found& found) {
  Reach reach;
  if (deliveries_.reach_far()) {
    reach = reach_of(neighbours_, context, neighbours_.chart(context, found.patient).patient);
  }
  return deliveries_.choices(found.view.kind, reach);
}

DeliveryChoiceList PrescribingService::on(const CallContext& context,
                                          const GetDeliveryChoices& call) {
  const auto found = reader_.recipe(context.practice(), call.recipe);
  refuse_other_patient(context, found.patient);
  return {choices_of(context, found)};
}

RecipeView PrescribingService::on(const CallContext& context, const Deliver& call) {
  const auto found = reader_.recipe(context.practice(), call.recipe);
  refuse_other_patient(context, found.patient);
  demand_accepted(found.view);
  if (call.request.empty() || call.mode == "none") {
    throw Error("delivery-not-allowed", "manca come consegnare la ricetta",
                "scegliere se stamparla o come inviarla");
  }
  Wish wish{call.recipe, call.mode, "", call.request, Id(), neighbours_.now(context).now};
  if (!context.user().empty()) wish.account = Id(context.user());
  // Paper is always a way, whatever the region's list says.
  if (call.mode != "print") {
    const auto choices = choices_of(context, found);
    wish.destination = DeliveryModes::demand_open(call.mode, choices);
  }
  deliver(context, wish);
  wake_handover_();
  tell_changed(neighbours_, reader_, context, call.recipe);
  return reader_.recipe(context.practice(), call.recipe).view;
}

void PrescribingService::deliver(const CallContext& context, const Wish& wish) {
  // Between two looks the thread that hands over may have done so anew.
  for (int looks = 0; looks < 5; ++looks) {
    const auto batches = handovers_.ask(wish);
    if (batches.empty()) return;
    if (!stop_earlier(context, wish, batches)) break;
  }
  // Paper is handed to a patient who stands there: what could not be stopped is the same recipe.
  if (by_hand(wish.mode)) {
    handovers_.ask(wish, HandoverStore::Earlier::may_leave);
    return;
  }
  throw Error("delivery-leaving",
              "l'invio precedente sta partendo in questo momento: non si può più fermare",
              "attendere l'esito dell'invio e, se serve, consegnare di nuovo; oppure stampare");
}

bool PrescribingService::stop_earlier(const CallContext& context, const Wish& wish,
                                      const std::vector<Id>& batches) {
  for (const Id& batch : batches) {
    try {
      const Recall recalled = recall(neighbours_, handovers_, context, batch);
      for (const Id& changed : recalled.changed) {
        if (changed != wish.recipe) tell_changed(neighbours_, reader_, context, changed);
      }
      if (recalled.result == Recall::Result::leaving) return false;
    } catch (const Error& e) {
      if (!by_hand(wish.mode)) throw;
      host_.warning(fmt::format("an earlier message of a recipe was not stopped: {}", e.code()));
      return false;
    }
    handovers_.leave(wish.recipe, batch);
  }
  return true;
}

}  // namespace curante::prescribing
