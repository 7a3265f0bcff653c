// SPDX-License-Identifier: Apache-2.0
// PrescribingService: delivering an accepted recipe later, again, or another way; and several in
// one e-mail.
#include <fmt/format.h>

#include <algorithm>

#include "handover.hpp"
#include "handover_recall.hpp"
#include "prescribing_service.hpp"

namespace curante::prescribing {
namespace {

using Found = PrescriptionReader::Found;

constexpr size_t most_together = 40;  ///< what a list of numbers holds (documents/1 PrintNumbers)

/// "la ricetta 1200A4000000001": of several the doctor must know which.
std::string named(const RecipeView& view) {
  const std::string& white = view.white_number;
  if (view.nre.empty() && white.empty()) return "la ricetta";
  return "la ricetta " + (white.empty() ? view.nre.value() : white);
}

void demand_accepted(const RecipeView& view) {
  if (view.state == State::accepted) return;
  throw Error("recipe-not-deliverable",
              view.state == State::withdrawn || view.state == State::withdrawing
                  ? named(view) + " è annullata: non va consegnata"
                  : "si consegna solo una ricetta elettronica accettata dal servizio",
              "aggiornare l'elenco e controllare lo stato della ricetta");
}

void demand_joint(const DeliverTogether& call) {
  if (call.recipes.empty()) {
    throw Error("recipes-missing", "non è selezionata nessuna ricetta",
                "selezionare le ricette da inviare insieme");
  }
  if (call.recipes.size() > most_together) {
    throw Error("delivery-too-many",
                fmt::format("in una sola e-mail vanno al massimo {} ricette", most_together),
                "selezionarne meno e inviare le altre con una seconda e-mail");
  }
  if (!call.request.empty() && (call.mode == "mail-memo" || call.mode == "mail-number")) return;
  throw Error("delivery-not-allowed", "più ricette insieme si inviano solo per e-mail",
              "scegliere promemoria o numero per e-mail; in altro modo, consegnarle una per una");
}

/// Nobody's recipe may get into another's e-mail.
void demand_one_patient(const std::vector<Found>& found) {
  for (const Found& it : found) {
    if (it.patient == found[0].patient) continue;
    throw Error("delivery-patients-differ", "le ricette selezionate sono di più pazienti",
                "inviare le ricette di un paziente per volta");
  }
}

void demand_promemoria(const RecipeView& view) {
  if (!view.document.empty()) return;
  throw Error("promemoria-missing", "il promemoria del" + named(view) + " non è ancora pronto",
              "attendere qualche secondo e ripetere l'invio, o inviare solo i numeri");
}

}  // namespace

std::vector<DeliveryChoice> PrescribingService::choices_of(const CallContext& context,
                                                           const PrescriptionReader::Found& found) {
  return deliveries_.choices(found.view.kind, reach_for(context, found.patient));
}

Reach PrescribingService::reach_for(const CallContext& context, const Id& patient) const {
  if (!deliveries_.reach_far()) return {};
  return reach_of(neighbours_, context, neighbours_.chart(context, patient).patient);
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
      if (!stop(context, batch, {wish.recipe})) return false;
    } catch (const Error& e) {
      if (!by_hand(wish.mode)) throw;
      host_.warning(fmt::format("an earlier message of a recipe was not stopped: {}", e.code()));
      return false;
    }
    handovers_.leave(wish.recipe, batch);
  }
  return true;
}

bool PrescribingService::stop(const CallContext& context, const Id& batch,
                              const std::vector<Id>& told_later) {
  const Recall recalled = recall(neighbours_, handovers_, context, batch);
  for (const Id& it : recalled.changed) {
    const bool later = std::find(told_later.begin(), told_later.end(), it) != told_later.end();
    if (!later) tell_changed(neighbours_, reader_, context, it);
  }
  return recalled.result != Recall::Result::leaving;
}

DeliveredRecipes PrescribingService::on(const CallContext& context, const DeliverTogether& call) {
  demand_joint(call);
  std::vector<Found> found;
  JointWish wish{{}, call.mode, "", call.request, Id()};
  for (const Id& id : call.recipes) {
    if (std::find(wish.recipes.begin(), wish.recipes.end(), id) != wish.recipes.end()) continue;
    found.push_back(reader_.recipe(context.practice(), id));
    wish.recipes.push_back(id);
  }
  demand_one_patient(found);
  refuse_other_patient(context, found[0].patient);
  if (!context.user().empty()) wish.account = Id(context.user());
  const Reach reach = reach_for(context, found[0].patient);
  for (const Found& it : found) {
    demand_accepted(it.view);
    if (call.mode == "mail-memo") demand_promemoria(it.view);
    wish.destination =
        DeliveryModes::demand_open(call.mode, deliveries_.choices(it.view.kind, reach));
  }
  deliver_together(context, wish);
  DeliveredRecipes delivered;
  for (const Id& id : wish.recipes) {
    tell_changed(neighbours_, reader_, context, id);
    delivered.recipes.push_back(reader_.recipe(context.practice(), id).view);
  }
  note_joint(context, wish, found[0].patient);
  return delivered;
}

void PrescribingService::deliver_together(const CallContext& context, const JointWish& wish) {
  std::vector<Id> stopped;
  for (int looks = 0; looks < 5; ++looks) {
    const auto batches = handovers_.ask_together(wish, stopped);
    if (batches.empty()) return wake_handover_();
    bool leaving = false;
    for (const Id& batch : batches) {
      leaving = !stop(context, batch, wish.recipes) || leaving;
      stopped.push_back(batch);
    }
    if (leaving) break;
  }
  // What came back until here goes again as it did.
  wake_handover_();
  throw Error("delivery-leaving",
              "un invio precedente di queste ricette sta partendo in questo momento: non si può "
              "più fermare",
              "attendere l'esito dell'invio e, se serve, inviarle di nuovo insieme");
}

/// The call itself stands in the audit once; which recipes went in the e-mail, here.
void PrescribingService::note_joint(const CallContext& context, const JointWish& wish,
                                    const Id& patient) const {
  try {
    for (const Id& recipe : wish.recipes) {
      audit::Append entry;
      entry.action = fmt::format("prescribing/1 DeliverTogether {} {}", recipe.value(), wish.mode);
      entry.patient = patient.value();
      entry.outcome = "ok";
      neighbours_.audit(context, entry);
    }
  } catch (const Error& e) {
    // The e-mail is on its way: failing now would be a lie.
    host_.error(fmt::format("a joint delivery did not reach the audit: {}", e.code()));
  }
}

}  // namespace curante::prescribing
