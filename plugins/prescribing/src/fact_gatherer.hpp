// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "neighbours.hpp"
#include "prescription_reader.hpp"
#include "recipe_composer.hpp"
#include "rule_table.hpp"
#include "signer_store.hpp"

namespace curante::prescribing {

/// Asks the other rooms for all that the rules look at. Safe from any thread.
class FactGatherer {
 public:
  FactGatherer(const Neighbours& neighbours, const RuleTable& rules, PrescriptionReader& reader,
               const SignerStore& signers)
      : neighbours_(neighbours), rules_(rules), reader_(reader), signers_(signers) {}

  /// Throws Error{"patient-unknown"}. A pack or service that is not known
  /// becomes a finding.
  Facts gather(const CallContext& context, const Draft& draft, const clock::Reading& now) const;

  /// Who prescribes in this context to this patient: a sostituto, and a colleague on the days of
  /// signing for the patient's doctor, in that doctor's name. Throws Error{"author-missing"}
  /// without a user, Error{"doctor-unknown"} when the author or the patient's doctor has no
  /// professional data.
  Prescriber prescriber(const CallContext& context, const chart::Patient& patient, Date day) const;

 private:
  LineService service_of(const CallContext& context, const DraftLine& line, int32_t number) const;
  LineDrug drug_of(const CallContext& context, const DraftLine& line, int32_t number) const;
  std::string region_of(const CallContext& context, const chart::Patient& patient, Date day) const;
  bool stands_in(const CallContext& context, const chart::Patient& patient, Date day) const;

  const Neighbours& neighbours_;
  const RuleTable& rules_;
  PrescriptionReader& reader_;
  const SignerStore& signers_;
};

}  // namespace curante::prescribing
