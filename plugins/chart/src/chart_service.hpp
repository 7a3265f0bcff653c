// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

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
  ChartService(Changed changed, Now now) : changed_(std::move(changed)), now_(std::move(now)) {}
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

 private:
  template <class Record>
  Record save(const CallContext& context, Record record);
  Id new_id() const;

  struct Parts {
    postgres::Pool& pool;
    PatientStore patients;
    PatientSearch search;
    ClinicalStore clinical;
  };
  Changed changed_;
  Now now_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace curante::chart
