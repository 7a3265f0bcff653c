// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "asl_store.hpp"
#include "clinical_store.hpp"
#include "curante/context.hpp"
#include "patient_search.hpp"
#include "patient_store.hpp"

namespace curante::chart {

/// chart/1. Its parts come to be at start. Safe from any thread.
class ChartService {
 public:
  using Changed = std::function<void(const CallContext&, const Id& patient)>;
  using Now = std::function<Instant(const CallContext&)>;
  /// For the audit: that `patient`'s record was changed among many, by the call in `action`.
  using Note =
      std::function<void(const CallContext&, const std::string& action, const Id& patient)>;
  ChartService(Changed changed, Now now, Note note)
      : changed_(std::move(changed)), now_(std::move(now)), note_(std::move(note)) {}
  void open(postgres::Pool& pool, const std::string& practice);

  PatientList on(const CallContext& context, const SearchPatients& call);
  Patient on(const CallContext& context, const GetPatient& call);
  PatientList on(const CallContext& context, const GetSummaries& call);
  ChartView on(const CallContext& context, const GetChart& call);
  Patient on(const CallContext& context, const SavePatient& call);
  Allergy on(const CallContext& context, const SaveAllergy& call);
  Problem on(const CallContext& context, const SaveProblem& call);
  Contact on(const CallContext& context, const SaveContact& call);
  Therapy on(const CallContext& context, const SaveTherapy& call);
  ContactList on(const CallContext& context, const ListContacts& call);
  AslCountList on(const CallContext& context, const ListAslCodes& call);
  PatientList on(const CallContext& context, const ListPatientsOfAsl& call);
  AslReplacement on(const CallContext& context, const ReplaceAsl& call);
  AslReplacement on(const CallContext& context, const UndoAslReplacement& call);
  AslReplacementList on(const CallContext& context, const ListAslReplacements& call);

 private:
  template <class Record>
  Record save(const CallContext& context, Record record);
  Id new_id() const;
  /// Tells of every patient whom it changed. Returns what it did.
  AslReplacement told(const CallContext& context, const std::string& action,
                      const AslStore::Done& done) const;

  struct Parts {
    postgres::Pool& pool;
    PatientStore patients;
    PatientSearch search;
    ClinicalStore clinical;
    AslStore asl;
  };
  Changed changed_;
  Now now_;
  Note note_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace curante::chart
