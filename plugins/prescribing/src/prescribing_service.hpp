// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "assessor.hpp"
#include "delivery_modes.hpp"
#include "fact_gatherer.hpp"
#include "handover_store.hpp"
#include "neighbours.hpp"
#include "outbox.hpp"
#include "paper_route.hpp"
#include "prescription_reader.hpp"
#include "prescription_writer.hpp"
#include "usual_delivery.hpp"

namespace curante::prescribing {

/// Nothing typed for one patient may be written under another (the basket that kept the previous
/// patient's drugs: openmrs-esm-patient-chart, pull 930). Throws Error{"patient-mismatch"}.
void refuse_other_patient(const CallContext& context, const Id& patient);

/// prescribing/1, but for what PreparedService, TemplateStore and StockService answer. Safe from
/// any thread. `wake` is called after something was put into the outbox, `wake_handover` after
/// somebody wants a recipe delivered.
class PrescribingService {
 public:
  PrescribingService(
      const Host& host, const Neighbours& neighbours, const RuleTable& rules, postgres::Pool& pool,
      Outbox& outbox, std::function<void()> wake, std::function<void()> wake_handover = [] {});

  Assessment on(const CallContext& context, const Assess& call);
  Prescription on(const CallContext& context, const Issue& call);
  Prescription on(const CallContext& context, const Get& call);
  RecipeView on(const CallContext& context, const Withdraw& call);
  RecipeView on(const CallContext& context, const Retry& call);
  PrescriptionList on(const CallContext& context, const ListForPatient& call);
  PrescriptionList on(const CallContext& context, const ListForDay& call);
  PrescriptionList on(const CallContext& context, const ListForPeriod& call);
  LastLineList on(const CallContext& context, const ListLastLines& call);
  OpenList on(const CallContext& context, const ListOpen& call);
  RecipeView on(const CallContext& context, const MarkSeen& call);
  recipe_transmitter::DispensingView on(const CallContext& context, const Dispensing& call);
  RecipeView on(const CallContext& context, const GoOnAsRed& call);
  RecipeView on(const CallContext& context, const GoOnAsPaper& call);
  DeliveryChoiceList on(const CallContext& context, const GetDeliveryChoices& call);
  RecipeView on(const CallContext& context, const Deliver& call);
  DeliveredRecipes on(const CallContext& context, const DeliverTogether& call);
  UsualDelivery on(const CallContext& context, const SaveUsualDelivery& call);

  /// Told what the rules say of a draft that is about to be issued; may throw to keep it back.
  using Look = std::function<void(const Assessment&)>;
  struct Issued {
    Prescription prescription;
    bool now = false;  ///< by this call, not by an earlier or a simultaneous one
  };
  /// What Issue does; in the name of the doctor who is `absent`, where there is one. Throws
  /// Error{"holder-changed"} too.
  Issued issue(const CallContext& context, const Draft& draft, const Look& look = {},
               const Id& absent = Id());
  /// What Assess does.
  Assessment assess_for(const CallContext& context, const Draft& draft, const Id& absent);

  /// At start: prints what a host that ended had begun.
  void go_on_with_paper() { paper_.go_on(); }
  /// See PaperRoute::is_unasked.
  bool is_paper_unasked() { return paper_.is_unasked(host_.background().practice()); }

 private:
  /// The draft as it was issued before, when it was. Throws Error{"draft-already-issued"} when it
  /// has changed since: the screen believes in something that was never sent.
  std::optional<Prescription> issued_before(const CallContext& context, const Draft& draft);
  /// What the rules say, and how each recipe may be delivered.
  Assessment assessed(const CallContext& context, const Facts& facts) const;
  std::vector<DeliveryChoice> choices_of(const CallContext& context,
                                         const PrescriptionReader::Found& found);
  /// Where the patient can be reached, where that matters.
  Reach reach_for(const CallContext& context, const Id& patient) const;
  void deliver(const CallContext& context, const Wish& wish);
  /// Stops what messages/1 still has of earlier deliveries of the recipe. False when it cannot.
  bool stop_earlier(const CallContext& context, const Wish& wish, const std::vector<Id>& batches);
  void deliver_together(const CallContext& context, const JointWish& wish);
  void note_joint(const CallContext& context, const JointWish& wish, const Id& patient) const;
  /// Stops what messages/1 still has of a batch, and tells of what changed with it. False when it
  /// is just leaving.
  bool stop(const CallContext& context, const Id& batch, const std::vector<Id>& told_later);
  NewPrescription prepare(const CallContext& context, const Draft& draft, const clock::Reading& now,
                          const Look& look, const Id& absent) const;
  /// Writes it, also when the database goes away while it commits.
  PrescriptionWriter::Written write(const CallContext& context, const NewPrescription& it);
  void after_issue(const CallContext& context, const NewPrescription& prescription) const;

  /// Throws Error{"recipe-of-another"} where the user neither holds nor issued it, nor signs for
  /// who holds it today.
  void demand_concerned(const CallContext& context, const Id& prescription);

  void print_on_paper(const CallContext& context, const NewPrescription& prescription);

  Host host_;
  const Neighbours& neighbours_;
  const RuleTable& rules_;
  PrescriptionReader reader_;
  PrescriptionWriter writer_;
  FactGatherer gatherer_;
  DeliveryModes deliveries_;
  UsualDeliveries usual_;
  Outbox& outbox_;
  postgres::Pool& pool_;
  PaperRoute paper_;
  HandoverStore handovers_;
  std::function<void()> wake_, wake_handover_;
};

}  // namespace curante::prescribing
