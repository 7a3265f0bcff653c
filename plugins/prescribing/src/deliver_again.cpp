// SPDX-License-Identifier: Apache-2.0
// PrescribingService: delivering an accepted recipe later, again, or another way.
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
  // Paper is always a way, whatever the region's list says.
  if (call.mode != "print") DeliveryModes::demand_open(call.mode, choices_of(context, found));
  const Id account = context.user().empty() ? Id() : Id(context.user());
  handovers_.ask(call.recipe, call.mode, call.request, account, neighbours_.now(context).now);
  wake_handover_();
  const auto after = reader_.recipe(context.practice(), call.recipe);
  neighbours_.tell(context, {after.prescription, call.recipe, after.patient, after.view.state,
                             after.view.nre, after.view.problem});
  return after.view;
}

}  // namespace curante::prescribing
