// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "curante/fault.hpp"
#include "prescribing_service.hpp"

namespace curante::prescribing {

RecipeView PrescribingService::on(const CallContext& context, const GoOnAsRed& call) {
  const auto before = reader_.recipe(context.practice(), call.recipe);
  const std::string open = context.patient();
  if (!open.empty() && open != before.patient.value()) {
    throw Error("patient-mismatch", "la ricetta è di un paziente, la cartella aperta di un altro",
                "riaprire la cartella del paziente giusto");
  }
  const auto tell = [&](const PrescriptionReader::Found& found) {
    neighbours_.tell(context, {found.prescription, call.recipe, found.patient, found.view.state,
                               found.view.nre, found.view.problem});
  };
  try {
    paper_.go(context, call.recipe, before.patient, call.printer);
  } catch (const Error&) {
    wake_();
    tell(reader_.recipe(context.practice(), call.recipe));
    throw;
  }
  const auto after = reader_.recipe(context.practice(), call.recipe);
  tell(after);
  return after.view;
}

RecipeView PrescribingService::on(const CallContext& context, const GoOnAsPaper& call) {
  const auto before = reader_.recipe(context.practice(), call.recipe);
  refuse_other_patient(context, before.patient);
  const auto tell_what_changed = [&] {
    const auto after = reader_.recipe(context.practice(), call.recipe);
    if (after.view.state != before.view.state) {
      neighbours_.tell(context, {after.prescription, call.recipe, after.patient, after.view.state,
                                 after.view.nre, after.view.problem});
    }
    return after.view;
  };
  try {
    paper_.go_white(context, call.recipe);
  } catch (const Error&) {
    wake_();  // what is not known yet is asked after
    try {
      tell_what_changed();  // of one that was refused a person may be asked now
    } catch (const std::exception& e) {
      // What is to be answered is why it did not go on paper.
      host_.warning(fmt::format("a recipe that stays is not told of: {}", fault_of(e)));
    }
    throw;
  }
  wake_();
  return tell_what_changed();
}

/// What was meant for the red pad from the start is printed at once; what cannot be stays to be
/// seen, and is printed by GoOnAsRed.
void PrescribingService::print_on_paper(const CallContext& context,
                                        const NewPrescription& prescription) {
  if (!prescription.draft.on_paper) return;
  for (const ComposedRecipe& recipe : prescription.recipes) {
    try {
      paper_.go(context, recipe.sent.id, prescription.draft.patient, "");
    } catch (const Error& e) {
      host_.warning(fmt::format("a red recipe is not printed yet: {}", e.code()));
    }
  }
}

}  // namespace curante::prescribing
