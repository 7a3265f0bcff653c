// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "neighbours.hpp"
#include "prescription_reader.hpp"
#include "recipe_composer.hpp"
#include "rule_table.hpp"

namespace curante::prescribing {

/// Asks the other rooms for all that the rules look at. Safe from any thread.
class FactGatherer {
 public:
  FactGatherer(const Neighbours& neighbours, const RuleTable& rules, PrescriptionReader& reader)
      : neighbours_(neighbours), rules_(rules), reader_(reader) {}

  /// Throws Error{"patient-unknown"}. A pack or service that is not known
  /// becomes a finding. `absent`: see prescriber.
  Facts gather(const CallContext& context, const Draft& draft, const clock::Reading& now,
               const Id& absent) const;

  /// Who prescribes in this context to this patient: a sostituto in the name of the patient's
  /// doctor, a colleague only where told to sign for `absent` (empty: for nobody). Throws
  /// Error{"author-missing"} without a user, Error{"doctor-unknown"} when the author or the
  /// patient's doctor has no professional data, Error{"holder-changed"} when the patient is no
  /// longer of the absent doctor.
  Prescriber prescriber(const CallContext& context, const chart::Patient& patient,
                        const Id& absent) const;

 private:
  LineService service_of(const CallContext& context, const DraftLine& line, int32_t number) const;
  LineDrug drug_of(const CallContext& context, const DraftLine& line, int32_t number) const;
  bool diagnosis_unlisted(const CallContext& context, const std::string& code) const;
  void tell_doctor(const CallContext& context, const Id& absent, Facts& facts) const;

  const Neighbours& neighbours_;
  const RuleTable& rules_;
  PrescriptionReader& reader_;
};

}  // namespace curante::prescribing
