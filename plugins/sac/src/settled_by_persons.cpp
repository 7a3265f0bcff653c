// SPDX-License-Identifier: Apache-2.0
// AccessService: what only a person can settle.
#include "services.hpp"

namespace curante::sac {

sistema_ts::Access AccessService::on(const CallContext& context,
                                     const sistema_ts::AcknowledgeLateArrival& call) {
  transmitter_->acknowledge_late(context.user(), call.number);
  return describe(context, store_->load(context.user()));
}

sistema_ts::ClockStanding AccessService::on(const CallContext&, const sistema_ts::GetClock&) {
  return transmitter_->clock_standing();
}

sistema_ts::ClockStanding AccessService::on(const CallContext& context,
                                            const sistema_ts::DeclareClockRight& call) {
  transmitter_->declare_clock_right(context.user(), call.seen);
  // Whoever keeps what waits for the clock must hear of it while the clock still stands before what
  // was wrong.
  changed_(context);
  return transmitter_->clock_standing();
}

sistema_ts::CopySuspicion AccessService::on(const CallContext&,
                                            const sistema_ts::GetCopySuspicion&) {
  return {transmitter_->copy_suspected()};
}

sistema_ts::CopySuspicion AccessService::on(const CallContext&,
                                            const sistema_ts::SettleCopySuspicion& call) {
  transmitter_->settle_suspicion(call.seen, call.copy);
  return {transmitter_->copy_suspected()};
}

sistema_ts::SubstitutionList AccessService::on(const CallContext& context,
                                               const sistema_ts::DiscardDeclaration& call) {
  return desk_->discard(context.user(), call.declaration);
}

std::string AccessService::late_problem(const CallContext& context) {
  const auto late = transmitter_->late_arrivals(context.user());
  if (late.empty()) return "";
  const auto& first = late[0];
  std::string text = "La ricetta " + first.number +
                     ", creduta persa, è arrivata in ritardo e Sistema TS non la annulla: ";
  if (first.withdrawn) {
    text += "era stata ritirata, ma il paziente può usarla o averla già usata. Avvisare il paziente.";
  } else {
    text += "con la " + first.successor + " il paziente ne ha due. Annullare la " +
            first.successor + ", o avvisare il paziente.";
  }
  if (late.size() > 1) text += " Altre così: " + std::to_string(late.size() - 1) + ".";
  return text;
}

}  // namespace curante::sac
