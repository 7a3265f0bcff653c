// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "asl_store.hpp"
#include "asl_trail.hpp"
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
  ChartService(Changed changed, Now now, Audit audit)
      : changed_(std::move(changed)), now_(std::move(now)), audit_(std::move(audit)) {}
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

  /// Tells the audit what a process that died, or an audit that was away, left untold. Throws what
  /// the audit throws.
  void tell_audit(const CallContext& context) const;

 private:
  template <class Record>
  Record save(const CallContext& context, Record record);
  Id new_id() const;
  template <class Change>
  AslReplacement for_many(const CallContext& context, const std::string& action,
                          const Change& change);

  struct Parts {
    postgres::Pool& pool;
    PatientStore patients;
    PatientSearch search;
    ClinicalStore clinical;
    AslStore asl;
    AslTrail trail;
  };
  Changed changed_;
  Now now_;
  Audit audit_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace curante::chart
